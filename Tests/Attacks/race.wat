;; A folder that is swapped for a symbolic link, and directories that are moved elsewhere, while they are used: a runtime
;; that checks first and opens then can be led outside in between. RaceTests calls `round` while a thread swaps.
;; kinds:

;; The number of files opened, and of refusals.
(global $opened (mut i32) (i32.const 0))
(global $refused (mut i32) (i32.const 0))
(func (export "opened") (result i32) (global.get $opened))
(func (export "refused") (result i32) (global.get $refused))

;; Counts the outcome of an open; returns the error.
(func $count-it (param $error i32) (result i32)
  (if (i32.eqz (local.get $error))
    (then (global.set $opened (i32.add (global.get $opened) (i32.const 1))))
    (else (global.set $refused (i32.add (global.get $refused) (i32.const 1)))))
  (local.get $error))

;; Reads a file, and ends the guest if it is the secret, which begins with an `s`.
(func $read-it (param $path i32) (param $count i32)
  (local $fd i32)
  (if (call $count-it
        (call $open (global.get $BOX) (local.get $path) (local.get $count) (global.get $FOLLOW) (i32.const 0)
          (global.get $READ)))
    (then return))
  (local.set $fd (call $fd))
  (i32.store8 (global.get $BUFFER) (i32.const 0))
  (drop (call $read (local.get $fd) (i32.const 100)))
  (if (i32.eq (i32.load8_u (global.get $BUFFER)) (i32.const 0x73))
    (then (call $print (local.get $path) (local.get $count)) (call $proc_exit (i32.const 1))))
  (drop (call $fd_close (local.get $fd))))

(func $write-it (param $path i32) (param $count i32) (param $flags i32)
  (if (call $count-it
        (call $open (global.get $BOX) (local.get $path) (local.get $count) (global.get $FOLLOW) (local.get $flags)
          (global.get $BOTH)))
    (then return))
  (drop (call $write (call $fd) @"inside"))
  (drop (call $fd_close (call $fd))))

(func $change (param $ignored i32))

(func (export "round")
  (local $fd i32)
  (call $read-it @"door/secret")
  (call $read-it @"door/file")
  (call $read-it @"door/../door/folder/secret")
  (call $write-it @"door/secret" (i32.const 0))
  (call $write-it @"door/secret" (i32.const 8))
  (call $write-it @"door/new" (i32.const 1))
  (call $write-it @"door/other" (i32.const 5))
  (call $change (call $path_create_directory (global.get $BOX) @"door/made"))
  (call $change (call $path_symlink @"file" (global.get $BOX) @"door/link"))
  (call $change (call $link (global.get $BOX) @"file" (global.get $BOX) @"door/hard"))
  (call $change (call $link (global.get $BOX) @"door/secret" (global.get $BOX) @"caught"))
  (call $read-it @"caught")
  (call $change (call $rename (global.get $BOX) @"door/secret" (global.get $BOX) @"stolen"))
  (call $read-it @"stolen")
  (call $change (call $rename (global.get $BOX) @"door/new" (global.get $BOX) @"door/newer"))
  (call $change (call $path_filestat_set_times (global.get $BOX) (i32.const 1) @"door/secret" (i64.const 1)
    (i64.const 1) (i32.const 5)))
  (call $change (call $path_unlink_file (global.get $BOX) @"door/secret"))
  (call $change (call $path_unlink_file (global.get $BOX) @"door/new"))
  (call $change (call $path_unlink_file (global.get $BOX) @"door/newer"))
  (call $change (call $path_unlink_file (global.get $BOX) @"door/other"))
  (call $change (call $path_unlink_file (global.get $BOX) @"door/link"))
  (call $change (call $path_unlink_file (global.get $BOX) @"door/hard"))
  (call $change (call $path_unlink_file (global.get $BOX) @"caught"))
  (call $change (call $path_unlink_file (global.get $BOX) @"stolen"))
  (call $change (call $path_remove_directory (global.get $BOX) @"door/made"))
  (call $change (call $path_remove_directory (global.get $BOX) @"door/folder"))
  ;; The last component itself, as a folder: once it is open, it stays the same.
  (if (i32.eqz (call $count-it (call $openFolder (global.get $BOX) @"door")))
    (then
      (local.set $fd (call $fd))
      (if (i32.eqz (call $open (local.get $fd) @"secret" (global.get $FOLLOW) (i32.const 0) (global.get $READ)))
        (then (call $print @"held/secret") (call $proc_exit (i32.const 1))))
      (drop (call $fd_close (local.get $fd)))))
  ;; Directories inside a path that are moved out of the folder: `..` leads back along the path.
  (call $read-it @"deep/mid/../secret")
  (call $read-it @"deep/mid/leaf/../../secret")
  (call $read-it @"deep/mid/leaf/../../../file")
  (call $write-it @"deep/mid/leaf/../../new" (i32.const 1))
  (call $change (call $path_unlink_file (global.get $BOX) @"deep/new"))
  ;; Moved directories that a descriptor holds.
  (if (i32.eqz (call $count-it (call $openFolder (global.get $BOX) @"deep/mid/leaf")))
    (then
      (local.set $fd (call $fd))
      (if (i32.eqz (call $open (local.get $fd) @"../../secret" (global.get $FOLLOW) (i32.const 0) (global.get $READ)))
        (then (call $print @"leaf/../../secret") (call $proc_exit (i32.const 1))))
      (drop (call $fd_close (local.get $fd))))))
