;; fd_readdir with small buffers continues at its position instead of reading everything again; truncated entries and
;; invalid cookies do no harm.

(func (export "_start")
  (local $i i32) (local $fd i32) (local $cookie i64) (local $entries i32)
  (call $want @"mkdir" (i32.const 0) (call $path_create_directory (global.get $BOX) @"many"))
  (call $want @"open" (i32.const 0) (call $openFolder (global.get $BOX) @"many"))
  (local.set $fd (call $fd))
  (loop $make
    (i32.store (global.get $BUFFER) (i32.add (i32.const 0x61616161)
      (i32.or (i32.and (local.get $i) (i32.const 15))
        (i32.or (i32.shl (i32.and (local.get $i) (i32.const 0xf0)) (i32.const 4))
          (i32.shl (i32.and (local.get $i) (i32.const 0xf00)) (i32.const 8))))))
    (call $want @"make" (i32.const 0) (call $path_symlink @"x" (local.get $fd) (global.get $BUFFER) (i32.const 4)))
    (br_if $make (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 900))))
  ;; One entry at a time: 24 bytes and the name.
  (loop $next
    (call $want @"readdir" (i32.const 0)
      (call $fd_readdir (local.get $fd) (global.get $BUFFER) (i32.const 28) (local.get $cookie) (i32.const 4)))
    (if (call $count)
      (then
        (local.set $cookie (i64.load (global.get $BUFFER)))
        (local.set $entries (i32.add (local.get $entries) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $entries) (i32.const 5000))))))
  ;; With `.` and `..`.
  (call $equal @"entries" (i64.const 902) (i64.extend_i32_u (local.get $entries)))
  (call $want @"no room" (i32.const 0)
    (call $fd_readdir (local.get $fd) (global.get $BUFFER) (i32.const 0) (i64.const 0) (i32.const 4)))
  (call $equal @"no bytes" (i64.const 0) (i64.extend_i32_u (call $count)))
  (call $want @"a byte" (i32.const 0)
    (call $fd_readdir (local.get $fd) (global.get $BUFFER) (i32.const 1) (i64.const 0) (i32.const 4)))
  (call $equal @"one byte" (i64.const 1) (i64.extend_i32_u (call $count)))
  (drop (call $fd_readdir (local.get $fd) (global.get $BUFFER) (i32.const 100) (i64.const -1) (i32.const 4)))
  (drop (call $fd_readdir (local.get $fd) (global.get $BUFFER) (i32.const 100) (i64.const 0x8000000000000000)
    (i32.const 4)))
  (call $want @"of a file" (i32.const 0)
    (call $open (global.get $BOX) @"file" (i32.const 0) (i32.const 0) (global.get $READ)))
  (call $want @"readdir of a file" (global.get $ENOTDIR)
    (call $fd_readdir (call $fd) (global.get $BUFFER) (i32.const 100) (i64.const 0) (i32.const 4))))
