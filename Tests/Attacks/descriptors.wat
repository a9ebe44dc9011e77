;; fd_renumber with all kinds of numbers neither crashes nor leaks; stale descriptors; two opens of one file; more
;; rights by opening again.
;; wasmtime CVE-2025-53901, GHSA-3p27-qvp9-27qf

(func (export "_start")
  (local $a i32) (local $b i32) (local $i i32)
  ;; Two opens of a file have separate positions.
  (call $want @"open a" (i32.const 0) (call $open (global.get $BOX) @"file" (i32.const 0) (i32.const 0) (global.get $READ)))
  (local.set $a (call $fd))
  (call $want @"open b" (i32.const 0) (call $open (global.get $BOX) @"file" (i32.const 0) (i32.const 0) (global.get $READ)))
  (local.set $b (call $fd))
  (call $want @"read a" (i32.const 0) (call $read (local.get $a) (i32.const 4)))
  (call $want @"tell b" (i32.const 0) (call $fd_tell (local.get $b) (i32.const 32)))
  (call $equal @"position of b" (i64.const 0) (i64.load (i32.const 32)))
  ;; A closed descriptor stays closed, and a number that is used again has the rights of the new descriptor.
  (call $want @"close b" (i32.const 0) (call $fd_close (local.get $b)))
  (call $want @"close b again" (global.get $EBADF) (call $fd_close (local.get $b)))
  (call $want @"read b" (global.get $EBADF) (call $read (local.get $b) (i32.const 4)))
  (call $want @"open to write" (i32.const 0)
    (call $open (global.get $BOX) @"file" (i32.const 0) (i32.const 0) (i64.const 0x40)))
  (call $equal @"the same number" (i64.extend_i32_u (local.get $b)) (i64.extend_i32_u (call $fd)))
  (call $want @"cannot be read" (global.get $ENOTCAPABLE) (call $read (local.get $b) (i32.const 4)))

  ;; Renumbering.
  (call $want @"from none" (global.get $EBADF) (call $fd_renumber (i32.const 100) (local.get $a)))
  (call $want @"to none" (global.get $EBADF) (call $fd_renumber (local.get $a) (i32.const 100)))
  (call $want @"to a number beyond all" (global.get $EBADF) (call $fd_renumber (local.get $a) (i32.const -1)))
  (call $want @"from a number beyond all" (global.get $EBADF) (call $fd_renumber (i32.const 0x7fffffff) (local.get $a)))
  (call $want @"to itself" (i32.const 0) (call $fd_renumber (local.get $a) (local.get $a)))
  (call $want @"a onto b" (i32.const 0) (call $fd_renumber (local.get $a) (local.get $b)))
  (call $want @"a is gone" (global.get $EBADF) (call $fd_tell (local.get $a) (i32.const 32)))
  (call $want @"b is a" (i32.const 0) (call $fd_tell (local.get $b) (i32.const 32)))
  (call $equal @"position of b, once a" (i64.const 4) (i64.load (i32.const 32)))
  (call $want @"b cannot be written" (global.get $ENOTCAPABLE) (call $write (local.get $b) @"x"))
  (call $want @"close" (i32.const 0) (call $fd_close (local.get $b)))

  ;; Repeated often, a leak would reach the limit of descriptors.
  (loop $again
    (call $want @"open one" (i32.const 0)
      (call $open (global.get $BOX) @"file" (i32.const 0) (i32.const 0) (global.get $READ)))
    (local.set $a (call $fd))
    (call $want @"open another" (i32.const 0)
      (call $open (global.get $BOX) @"file" (i32.const 0) (i32.const 0) (global.get $READ)))
    (local.set $b (call $fd))
    (call $want @"renumber" (i32.const 0) (call $fd_renumber (local.get $b) (local.get $a)))
    (call $want @"close it" (i32.const 0) (call $fd_close (local.get $a)))
    (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1200))))

  ;; Rights do not come back by opening again.
  (call $want @"open sub to read" (i32.const 0)
    (call $path_open (global.get $BOX) (i32.const 0) @"sub" (global.get $DIRECTORY) (i64.const 0x6000)
      (global.get $READ) (i32.const 0) (i32.const 0)))
  (local.set $a (call $fd))
  (call $want @"make" (global.get $ENOTCAPABLE)
    (call $open (local.get $a) @"new" (i32.const 0) (global.get $CREAT) (global.get $READ)))
  (call $want @"open . with more" (global.get $ENOTCAPABLE) (call $openFolder (local.get $a) @"."))
  (call $want @"mkdir" (global.get $ENOTCAPABLE) (call $path_create_directory (local.get $a) @"new"))
  (call $want @"inherit more" (global.get $ENOTCAPABLE)
    (call $path_open (local.get $a) (i32.const 0) @"." (global.get $DIRECTORY) (i64.const 0)
      (global.get $BOTH) (i32.const 0) (i32.const 0)))
  (call $want @"status through sub" (global.get $ENOTCAPABLE) (call $status (local.get $a) @"." (i32.const 0)))

  ;; A granted folder can be overwritten by another descriptor, which leads nowhere else.
  (call $want @"sub onto box" (i32.const 0) (call $fd_renumber (local.get $a) (global.get $BOX)))
  (call $want @"what was the box" (global.get $EPERM)
    (call $open (global.get $BOX) @"../file" (i32.const 0) (i32.const 0) (global.get $READ)))
  (call $want @"no folder from the beginning any more" (global.get $EBADF)
    (call $fd_prestat_get (global.get $BOX) (i32.const 32))))
