;; A hard link or a rename from a read-only folder into a writable one, and the other way round: rights count at both
;; ends.
;; wasmtime GHSA-4ch3-9j33-3pmj

(func (export "_start")
  (local $sub i32)
  (call $want @"link shelf to box" (global.get $ENOTCAPABLE)
    (call $link (global.get $SHELF) @"book" (global.get $BOX) @"book"))
  (call $want @"link box to shelf" (global.get $ENOTCAPABLE)
    (call $link (global.get $BOX) @"file" (global.get $SHELF) @"file"))
  (call $want @"rename shelf to box" (global.get $ENOTCAPABLE)
    (call $rename (global.get $SHELF) @"book" (global.get $BOX) @"book"))
  (call $want @"rename box to shelf" (global.get $ENOTCAPABLE)
    (call $rename (global.get $BOX) @"file" (global.get $SHELF) @"file"))
  (call $want @"link in shelf" (global.get $ENOTCAPABLE)
    (call $link (global.get $SHELF) @"book" (global.get $SHELF) @"copy"))
  (call $want @"rename in shelf" (global.get $ENOTCAPABLE)
    (call $rename (global.get $SHELF) @"book" (global.get $SHELF) @"copy"))

  ;; Inside one folder: a directory that gave up its rights is neither a source nor a target.
  (call $want @"open sub" (i32.const 0) (call $openFolder (global.get $BOX) @"sub"))
  (local.set $sub (call $fd))
  ;; path_open, fd_readdir and path_link_source are left.
  (call $want @"give rights up" (i32.const 0)
    (call $fd_fdstat_set_rights (local.get $sub) (i64.const 0x6800) (i64.const 0x82000A6)))
  (call $want @"link into sub" (global.get $ENOTCAPABLE)
    (call $link (global.get $BOX) @"file" (local.get $sub) @"file"))
  (call $want @"rename into sub" (global.get $ENOTCAPABLE)
    (call $rename (global.get $BOX) @"file" (local.get $sub) @"file"))
  (call $want @"rename out of sub" (global.get $ENOTCAPABLE)
    (call $rename (local.get $sub) @"file" (global.get $BOX) @"other"))
  (call $want @"take rights back" (global.get $ENOTCAPABLE)
    (call $fd_fdstat_set_rights (local.get $sub) (i64.const 0x7800) (i64.const 0x82000A6)))
  (call $want @"write through sub" (global.get $ENOTCAPABLE)
    (call $open (local.get $sub) @"new" (i32.const 0) (global.get $CREAT) (global.get $WRITE)))
  (call $want @"file is still there" (i32.const 0) (call $status (global.get $BOX) @"file" (i32.const 0)))
  (call $equal @"and has one name" (i64.const 1) (call $links)))
