;; The target of a relative link is resolved from the directory that contains the link, not from the path's text.
;; raxol PR 633
;; host: folder box/deep/one/two
;; host: symlink box/near deep/one/two
;; host: symlink box/deep/one/two/up ../right
;; host: file box/deep/one/right right
;; host: file box/right wrong, too long
;; host: symlink box/deep/one/two/out ../../../../outside/secret
;; host: symlink box/deep/one/two/top ../../../file

(func (export "_start")
  (call $want @"near/up" (i32.const 0) (call $status (global.get $BOX) @"near/up" (global.get $FOLLOW)))
  (call $equal @"size of near/up" (i64.const 5) (call $size))
  (call $want @"near/../right" (i32.const 0) (call $status (global.get $BOX) @"near/../right" (global.get $FOLLOW)))
  (call $equal @"size of near/../right" (i64.const 5) (call $size))
  (call $want @"near/top" (i32.const 0) (call $status (global.get $BOX) @"near/top" (global.get $FOLLOW)))
  (call $want @"near/out" (global.get $EPERM)
    (call $open (global.get $BOX) @"near/out" (global.get $FOLLOW) (i32.const 0) (global.get $READ)))
  (call $want @"near/../../../../outside" (global.get $EPERM)
    (call $openFolder (global.get $BOX) @"near/../../../../outside"))
  ;; A link that is moved is resolved from its new place.
  (call $want @"move" (i32.const 0) (call $rename (global.get $BOX) @"near/top" (global.get $BOX) @"top"))
  (call $want @"top" (global.get $EPERM) (call $status (global.get $BOX) @"top" (global.get $FOLLOW))))
