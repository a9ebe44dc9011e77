;; gc-tree.wat - a search tree that grows and is kept, while small full trees come and go: old objects and young ones.
;; Argument: thousands of keys.
(type $tree (struct (field $key i32) (field $left (mut (ref null $tree))) (field $right (mut (ref null $tree)))))

(global $root (mut (ref null $tree)) (ref.null $tree))

(func $insert (param $key i32) (result i32)
  (local $at (ref $tree)) (local $new (ref $tree)) (local $depth i32)
  (local.set $new (struct.new $tree (local.get $key) (ref.null $tree) (ref.null $tree)))
  (block $empty
    (local.set $at (br_on_null $empty (global.get $root)))
    (loop $down
      (local.set $depth (i32.add (local.get $depth) (i32.const 1)))
      (if (i32.lt_u (local.get $key) (struct.get $tree $key (local.get $at)))
        (then
          (block $free
            (local.set $at (br_on_null $free (struct.get $tree $left (local.get $at))))
            (br $down))
          (struct.set $tree $left (local.get $at) (local.get $new)))
        (else
          (block $free
            (local.set $at (br_on_null $free (struct.get $tree $right (local.get $at))))
            (br $down))
          (struct.set $tree $right (local.get $at) (local.get $new)))))
    (return (local.get $depth)))
  (global.set $root (local.get $new))
  (i32.const 0))

(func $full (param $depth i32) (result (ref $tree))
  (if (result (ref $tree)) (local.get $depth)
    (then
      (struct.new $tree (local.get $depth)
        (call $full (i32.sub (local.get $depth) (i32.const 1)))
        (call $full (i32.sub (local.get $depth) (i32.const 1)))))
    (else (struct.new $tree (i32.const 0) (ref.null $tree) (ref.null $tree)))))

(func $count (param $tree (ref null $tree)) (result i32)
  (if (ref.is_null (local.get $tree)) (then (return (i32.const 0))))
  (i32.add (i32.const 1)
    (i32.add (call $count (struct.get $tree $left (local.get $tree)))
             (call $count (struct.get $tree $right (local.get $tree))))))

(func (export "_start")
  (local $keys i32) (local $key i32) (local $sum i64)
  (local.set $keys (i32.mul (call $size (i32.const 200)) (i32.const 1000)))
  (local.set $key (i32.const 1))
  (loop $more
    (local.set $key (i32.add (i32.mul (local.get $key) (i32.const 1664525)) (i32.const 1013904223)))
    (local.set $sum (call $mix (local.get $sum) (i64.extend_i32_u (call $insert (local.get $key)))))
    (if (i32.eqz (i32.and (local.get $keys) (i32.const 15)))
      (then
        (local.set $sum
          (call $mix (local.get $sum) (i64.extend_i32_u (call $count (call $full (i32.const 7))))))))
    (br_if $more (local.tee $keys (i32.sub (local.get $keys) (i32.const 1)))))
  (call $report (call $mix (local.get $sum) (i64.extend_i32_u (call $count (global.get $root))))))
