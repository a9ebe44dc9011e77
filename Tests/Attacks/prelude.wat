;; The beginning of every guest in this folder; README.md describes how they are composed.
;; Addresses: 0 to 255 results, 256 to 65,535 free for the guest, from 65,536 its strings, from 131,072 a buffer.

(import "wasi_snapshot_preview1" "fd_advise" (func $fd_advise (param i32 i64 i64 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_allocate" (func $fd_allocate (param i32 i64 i64) (result i32)))
(import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_datasync" (func $fd_datasync (param i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_fdstat_get" (func $fd_fdstat_get (param i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_fdstat_set_flags" (func $fd_fdstat_set_flags (param i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_fdstat_set_rights"
  (func $fd_fdstat_set_rights (param i32 i64 i64) (result i32)))
(import "wasi_snapshot_preview1" "fd_filestat_get" (func $fd_filestat_get (param i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_filestat_set_size" (func $fd_filestat_set_size (param i32 i64) (result i32)))
(import "wasi_snapshot_preview1" "fd_filestat_set_times"
  (func $fd_filestat_set_times (param i32 i64 i64 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_pread" (func $fd_pread (param i32 i32 i32 i64 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_prestat_dir_name" (func $fd_prestat_dir_name (param i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_prestat_get" (func $fd_prestat_get (param i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_pwrite" (func $fd_pwrite (param i32 i32 i32 i64 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_readdir" (func $fd_readdir (param i32 i32 i32 i64 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_renumber" (func $fd_renumber (param i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_seek" (func $fd_seek (param i32 i64 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_sync" (func $fd_sync (param i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_tell" (func $fd_tell (param i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "path_create_directory"
  (func $path_create_directory (param i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "path_filestat_get"
  (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "path_filestat_set_times"
  (func $path_filestat_set_times (param i32 i32 i32 i32 i64 i64 i32) (result i32)))
(import "wasi_snapshot_preview1" "path_link" (func $path_link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "path_open"
  (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "path_readlink" (func $path_readlink (param i32 i32 i32 i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "path_remove_directory"
  (func $path_remove_directory (param i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "path_rename" (func $path_rename (param i32 i32 i32 i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "path_symlink" (func $path_symlink (param i32 i32 i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "path_unlink_file" (func $path_unlink_file (param i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
(import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))

(memory (export "memory") 4)

;; The folders of each guest: one with all permissions, and a read-only one.
(global $BOX i32 (i32.const 3))
(global $SHELF i32 (i32.const 4))

;; Flags of path_open: follow a symbolic link at the end; open flags; descriptor flags.
(global $FOLLOW i32 (i32.const 1))
(global $CREAT i32 (i32.const 1))
(global $DIRECTORY i32 (i32.const 2))
(global $EXCL i32 (i32.const 4))
(global $TRUNC i32 (i32.const 8))
(global $APPEND i32 (i32.const 1))
;; The rights that C programs request to read a file, and to read and write one.
(global $READ i64 (i64.const 0x0820_00A6))
(global $WRITE i64 (i64.const 0x08E0_017D))
(global $BOTH i64 (i64.const 0x08E0_01FF))
(global $ALL i64 (i64.const 0x0FFF_FFFF))
(global $BUFFER i32 (i32.const 131072))

;; Ends the guest with a message unless a call returned the expected error code.
(func $want (param $label i32) (param $count i32) (param $error i32) (param $got i32)
  (if (i32.ne (local.get $error) (local.get $got))
    (then
      (call $print (local.get $label) (local.get $count))
      (call $number (local.get $got))
      (call $proc_exit (i32.const 1)))))

;; Does the same for any number.
(func $equal (param $label i32) (param $count i32) (param $expected i64) (param $got i64)
  (if (i64.ne (local.get $expected) (local.get $got))
    (then
      (call $print (local.get $label) (local.get $count))
      (call $number (i32.wrap_i64 (local.get $got)))
      (call $proc_exit (i32.const 1)))))

(func $print (param $at i32) (param $count i32)
  (i32.store (i32.const 240) (local.get $at))
  (i32.store (i32.const 244) (local.get $count))
  (drop (call $fd_write (i32.const 1) (i32.const 240) (i32.const 1) (i32.const 248))))

;; Prints a blank, the number and a line feed.
(func $number (param $n i32)
  (local $at i32)
  (local.set $at (i32.const 239))
  (i32.store8 (i32.const 239) (i32.const 10))
  (loop $digits
    (local.set $at (i32.sub (local.get $at) (i32.const 1)))
    (i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $n) (i32.const 10))))
    (br_if $digits (local.tee $n (i32.div_u (local.get $n) (i32.const 10)))))
  (local.set $at (i32.sub (local.get $at) (i32.const 1)))
  (i32.store8 (local.get $at) (i32.const 32))
  (call $print (local.get $at) (i32.sub (i32.const 240) (local.get $at))))

;; Calls path_open with equal base and inheriting rights; $fd returns the new descriptor.
(func $open
  (param $folder i32) (param $path i32) (param $count i32) (param $lookup i32) (param $flags i32) (param $rights i64)
  (result i32)
  (call $path_open (local.get $folder) (local.get $lookup) (local.get $path) (local.get $count) (local.get $flags)
    (local.get $rights) (local.get $rights) (i32.const 0) (i32.const 0)))

(func $fd (result i32) (i32.load (i32.const 0)))

;; Opens a folder with all rights.
(func $openFolder (param $folder i32) (param $path i32) (param $count i32) (result i32)
  (call $path_open (local.get $folder) (i32.const 0) (local.get $path) (local.get $count) (global.get $DIRECTORY)
    (i64.const 0x07B7_FE00) (global.get $ALL) (i32.const 0) (i32.const 0)))

;; Reads to the buffer; $count returns the number of bytes.
(func $read (param $fd i32) (param $size i32) (result i32)
  (i32.store (i32.const 16) (global.get $BUFFER))
  (i32.store (i32.const 20) (local.get $size))
  (call $fd_read (local.get $fd) (i32.const 16) (i32.const 1) (i32.const 4)))

(func $write (param $fd i32) (param $at i32) (param $size i32) (result i32)
  (i32.store (i32.const 16) (local.get $at))
  (i32.store (i32.const 20) (local.get $size))
  (call $fd_write (local.get $fd) (i32.const 16) (i32.const 1) (i32.const 4)))

(func $count (result i32) (i32.load (i32.const 4)))

(func $status (param $folder i32) (param $path i32) (param $count i32) (param $lookup i32) (result i32)
  (call $path_filestat_get (local.get $folder) (local.get $lookup) (local.get $path) (local.get $count)
    (i32.const 64)))

;; The file type, links and size of the last $status.
(func $type (result i32) (i32.load8_u (i32.const 80)))
(func $links (result i64) (i64.load (i32.const 88)))
(func $size (result i64) (i64.load (i32.const 96)))

(func $rename (param $from i32) (param $old i32) (param $count i32) (param $to i32) (param $new i32) (param $size i32)
  (result i32)
  (call $path_rename (local.get $from) (local.get $old) (local.get $count) (local.get $to) (local.get $new)
    (local.get $size)))

(func $link (param $from i32) (param $old i32) (param $count i32) (param $to i32) (param $new i32) (param $size i32)
  (result i32)
  (call $path_link (local.get $from) (i32.const 0) (local.get $old) (local.get $count) (local.get $to)
    (local.get $new) (local.get $size)))
