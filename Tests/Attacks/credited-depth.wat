;; A link to `.` must not count as one level deeper: otherwise `..` could step out afterwards. Nor may the host follow
;; the last component for a call about status or times.
;; erlang_wasm PR 36
;; host: symlink box/here .
;; host: symlink box/sub/here ./././
;; host: symlink box/last ../outside/secret
;; host: symlink box/sub/two here/here
;; host: symlink box/circle sub/../circle

(func $none (param $path i32) (param $count i32)
  (call $want (local.get $path) (local.get $count) (global.get $EPERM)
    (call $open (global.get $BOX) (local.get $path) (local.get $count) (global.get $FOLLOW) (i32.const 0)
      (global.get $READ)))
  (call $want (local.get $path) (local.get $count) (global.get $EPERM)
    (call $status (global.get $BOX) (local.get $path) (local.get $count) (global.get $FOLLOW)))
  (call $want (local.get $path) (local.get $count) (global.get $EPERM)
    (call $path_filestat_set_times (global.get $BOX) (global.get $FOLLOW) (local.get $path) (local.get $count)
      (i64.const 1) (i64.const 1) (i32.const 5))))

(func (export "_start")
  (call $none @"here/..")
  (call $none @"here/../outside/secret")
  (call $none @"here/here/here/../outside/secret")
  (call $none @"sub/here/../../outside/secret")
  (call $none @"sub/two/../../outside/secret")
  (call $none @"./here/./../outside")
  (call $none @"last")
  ;; Without following: the status and the times of the symbolic link itself.
  (call $want @"status" (i32.const 0) (call $status (global.get $BOX) @"last" (i32.const 0)))
  (call $equal @"type" (i64.const 7) (i64.extend_i32_u (call $type)))
  (call $want @"set times" (i32.const 0)
    (call $path_filestat_set_times (global.get $BOX) (i32.const 0) @"last" (i64.const 1) (i64.const 1) (i32.const 5)))
  (call $want @"circle" (global.get $ELOOP)
    (call $open (global.get $BOX) @"circle" (global.get $FOLLOW) (i32.const 0) (global.get $READ)))
  (call $want @"inside" (i32.const 0) (call $status (global.get $BOX) @"sub/two/here/../file" (i32.const 0))))
