;; A symbolic link of the host that points outside, to a missing file: creating a file through the link must fail.
;; Wasmer CVE-2024-38358, WAMR CVE-2025-43853
;; host: symlink box/dangling ../outside/new
;; host: symlink box/absolute ROOT/outside/new
;; host: symlink box/out ../outside
;; host: symlink box/inner sub/new

(func $none (param $path i32) (param $count i32) (param $flags i32) (param $error i32)
  (call $want (local.get $path) (local.get $count) (local.get $error)
    (call $open (global.get $BOX) (local.get $path) (local.get $count) (global.get $FOLLOW) (local.get $flags)
      (global.get $BOTH))))

(func (export "_start")
  (call $none @"dangling" (i32.const 1) (global.get $EPERM))
  (call $none @"dangling" (i32.const 9) (global.get $EPERM))
  (call $none @"dangling" (i32.const 8) (global.get $EPERM))
  (call $none @"absolute" (i32.const 1) (global.get $EPERM))
  (call $none @"out/new" (i32.const 1) (global.get $EPERM))
  (call $none @"out/secret" (i32.const 9) (global.get $EPERM))
  ;; The link itself exists, whatever it points to.
  (call $want @"excl" (global.get $EEXIST)
    (call $open (global.get $BOX) @"dangling" (i32.const 0) (i32.const 5) (global.get $BOTH)))
  (call $want @"not followed" (global.get $ELOOP)
    (call $open (global.get $BOX) @"dangling" (i32.const 0) (i32.const 1) (global.get $BOTH)))
  (call $want @"mkdir" (global.get $EEXIST) (call $path_create_directory (global.get $BOX) @"dangling"))
  (call $want @"symlink" (global.get $EEXIST) (call $path_symlink @"file" (global.get $BOX) @"dangling"))
  ;; A link that stays inside works.
  (call $none @"inner" (i32.const 1) (i32.const 0))
  (call $want @"made" (i32.const 0) (call $status (global.get $BOX) @"sub/new" (i32.const 0))))
