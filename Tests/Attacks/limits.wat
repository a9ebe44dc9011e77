;; Everything that a guest can make the host hold is limited: descriptors, files, depth, bytes.

;; Writes `d/` n times to the buffer; returns its address and length without the last slash.
(func $deep (param $n i32) (result i32 i32)
  (local $i i32)
  (loop $next
    (i32.store16 (i32.add (global.get $BUFFER) (i32.mul (local.get $i) (i32.const 2))) (i32.const 0x2f64))
    (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
  (global.get $BUFFER) (i32.sub (i32.mul (local.get $n) (i32.const 2)) (i32.const 1)))

(func (export "_start")
  (local $i i32) (local $error i32) (local $fd i32)
  ;; Descriptors.
  (loop $open
    (local.set $error
      (call $open (global.get $BOX) @"file" (i32.const 0) (i32.const 0) (global.get $READ)))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $open (i32.and (i32.eqz (local.get $error)) (i32.lt_u (local.get $i) (i32.const 5000)))))
  (call $want @"too many descriptors" (global.get $EMFILE) (local.get $error))
  (call $equal @"as the quota says" (i64.const 129) (i64.extend_i32_u (local.get $i)))
  (local.set $i (i32.const 5))
  (loop $close
    (call $want @"close" (i32.const 0) (call $fd_close (local.get $i)))
    (br_if $close (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 133))))

  ;; Depth of a path: it can lead through 64 directories, not more.
  (local.set $i (i32.const 1))
  (loop $mkdir
    (call $want @"mkdir d/…/d" (i32.const 0) (call $path_create_directory (global.get $BOX) (call $deep (local.get $i))))
    (br_if $mkdir (i32.le_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 65))))
  (call $want @"mkdir, too deep" (global.get $ENAMETOOLONG)
    (call $path_create_directory (global.get $BOX) (call $deep (i32.const 66))))
  (call $want @"status, too deep" (global.get $ENAMETOOLONG)
    (call $status (global.get $BOX) (call $deep (i32.const 1000)) (i32.const 0)))
  ;; Deeper by moving: renaming nests the directories further than one path can reach.
  (local.set $i (i32.const 0))
  (loop $nest
    (call $want @"mkdir n" (i32.const 0) (call $path_create_directory (global.get $BOX) @"n"))
    (call $want @"rename d into n" (i32.const 0) (call $rename (global.get $BOX) @"d" (global.get $BOX) @"n/d"))
    (call $want @"rename n to d" (i32.const 0) (call $rename (global.get $BOX) @"n" (global.get $BOX) @"d"))
    (br_if $nest (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 300))))

  ;; Bytes: a file cannot exceed the quota of 1 GiB, nor the limit of a folder in memory.
  (call $want @"make" (i32.const 0)
    (call $open (global.get $BOX) @"large" (i32.const 0) (global.get $CREAT) (global.get $BOTH)))
  (local.set $fd (call $fd))
  (call $want @"a hole of 4 GiB" (global.get $ENOSPC)
    (call $fd_filestat_set_size (local.get $fd) (i64.const 0x100000000)))
  (i32.store (i32.const 16) (global.get $BUFFER))
  (i32.store (i32.const 20) (i32.const 16))
  (call $want @"a byte behind a hole of 4 GiB" (global.get $ENOSPC)
    (call $fd_pwrite (local.get $fd) (i32.const 16) (i32.const 1) (i64.const 0x100000000) (i32.const 4)))

  ;; Files: 1000 names, some of which exist already.
  (local.set $i (i32.const 0))
  (loop $make
    (i32.store (global.get $BUFFER) (i32.add (i32.const 0x61616161)
      (i32.or (i32.and (local.get $i) (i32.const 15))
        (i32.or (i32.shl (i32.and (local.get $i) (i32.const 0xf0)) (i32.const 4))
          (i32.or (i32.shl (i32.and (local.get $i) (i32.const 0xf00)) (i32.const 8))
            (i32.shl (i32.and (local.get $i) (i32.const 0xf000)) (i32.const 12)))))))
    (local.set $error (call $path_symlink @"file" (global.get $BOX) (global.get $BUFFER) (i32.const 4)))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $make (i32.and (i32.eqz (local.get $error)) (i32.lt_u (local.get $i) (i32.const 20000)))))
  (call $want @"too many files" (global.get $EDQUOT) (local.get $error)))
