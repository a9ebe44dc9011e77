;; Devices, pipes and sockets in a folder are never opened: opening alone could block or have an effect.
;; host: pipe box/pipe
;; kinds: host overlay

(func (export "_start")
  (call $want @"status" (i32.const 0) (call $status (global.get $BOX) @"pipe" (i32.const 0)))
  (call $want @"read" (global.get $EPERM)
    (call $open (global.get $BOX) @"pipe" (i32.const 0) (i32.const 0) (global.get $READ)))
  (call $want @"write" (global.get $EPERM)
    (call $open (global.get $BOX) @"pipe" (i32.const 0) (i32.const 0) (global.get $WRITE)))
  (call $want @"make" (global.get $EPERM)
    (call $open (global.get $BOX) @"pipe" (i32.const 0) (global.get $CREAT) (global.get $BOTH)))
  (call $want @"as a folder" (global.get $ENOTDIR) (call $openFolder (global.get $BOX) @"pipe")))
