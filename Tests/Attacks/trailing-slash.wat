;; A trailing slash on a path, or on the target of a symbolic link, must not bypass the check of the link.
;; wasmtime GHSA-vqjp-4c8c-hfgg
;; host: symlink box/out ../outside
;; host: symlink box/slashed ../outside/
;; host: symlink box/dots ../outside/.
;; host: symlink box/secret ../outside/secret
;; host: symlink box/secret-slashed ../outside/secret/
;; host: symlink box/absolute ROOT/outside/
;; host: symlink box/chain slashed/

(func $none (param $path i32) (param $count i32)
  (call $want (local.get $path) (local.get $count) (global.get $EPERM)
    (call $open (global.get $BOX) (local.get $path) (local.get $count) (i32.const 0) (i32.const 0) (global.get $READ)))
  (call $want (local.get $path) (local.get $count) (global.get $EPERM)
    (call $open (global.get $BOX) (local.get $path) (local.get $count) (global.get $FOLLOW) (i32.const 0)
      (global.get $READ)))
  (call $want (local.get $path) (local.get $count) (global.get $EPERM)
    (call $openFolder (global.get $BOX) (local.get $path) (local.get $count)))
  (call $want (local.get $path) (local.get $count) (global.get $EPERM)
    (call $status (global.get $BOX) (local.get $path) (local.get $count) (i32.const 0)))
  (call $want (local.get $path) (local.get $count) (global.get $EPERM)
    (call $path_filestat_set_times (global.get $BOX) (i32.const 0) (local.get $path) (local.get $count)
      (i64.const 1) (i64.const 1) (i32.const 5))))

(func (export "_start")
  (call $none @"out/")
  (call $none @"out//")
  (call $none @"out/.")
  (call $none @"out/secret")
  (call $none @"out/folder/")
  (call $none @"slashed/")
  (call $none @"slashed/secret")
  (call $none @"dots/")
  (call $none @"dots/secret")
  (call $none @"secret/")
  (call $none @"secret/.")
  (call $none @"secret-slashed/")
  (call $none @"absolute/")
  (call $none @"absolute/secret")
  (call $none @"chain/")
  (call $none @"chain/secret")
  ;; Without the slash, and without following, the path is the link itself.
  (call $want @"out" (global.get $ELOOP) (call $openFolder (global.get $BOX) @"out"))
  (call $want @"slashed" (global.get $ELOOP) (call $openFolder (global.get $BOX) @"slashed"))
  (call $want @"secret" (global.get $ELOOP)
    (call $open (global.get $BOX) @"secret" (i32.const 0) (i32.const 0) (global.get $READ)))
  (call $want @"secret, followed" (global.get $EPERM)
    (call $open (global.get $BOX) @"secret" (global.get $FOLLOW) (i32.const 0) (global.get $READ)))
  ;; A slash behind something that is no directory.
  (call $want @"file/" (global.get $ENOTDIR)
    (call $open (global.get $BOX) @"file/" (i32.const 0) (i32.const 0) (global.get $READ)))
  (call $want @"file/." (global.get $ENOTDIR)
    (call $open (global.get $BOX) @"file/." (i32.const 0) (i32.const 0) (global.get $READ)))
  (call $want @"new/" (global.get $EISDIR)
    (call $open (global.get $BOX) @"new/" (i32.const 0) (global.get $CREAT) (global.get $BOTH)))
  (call $want @"mkdir out/new" (global.get $EPERM) (call $path_create_directory (global.get $BOX) @"out/new"))
  (call $want @"rmdir out/folder/" (global.get $EPERM)
    (call $path_remove_directory (global.get $BOX) @"out/folder/"))
  (call $want @"rmdir out/" (global.get $ENOTDIR) (call $path_remove_directory (global.get $BOX) @"out/"))
  (call $want @"unlink out/" (global.get $ENOTDIR) (call $path_unlink_file (global.get $BOX) @"out/"))
  (call $want @"unlink out/secret" (global.get $EPERM) (call $path_unlink_file (global.get $BOX) @"out/secret"))
  (call $want @"rename out/ to taken" (global.get $ENOTDIR)
    (call $rename (global.get $BOX) @"out/" (global.get $BOX) @"taken"))
  (call $want @"rename file to out/file" (global.get $EPERM)
    (call $rename (global.get $BOX) @"file" (global.get $BOX) @"out/file"))
  (call $want @"link out/secret" (global.get $EPERM)
    (call $link (global.get $BOX) @"out/secret" (global.get $BOX) @"taken")))
