;; gc-list.wat - linked lists that are made, turned around, added up and dropped: allocations that live shortly.
;; Argument: tens of thousands of allocations (10000 are a hundred million).
(type $node (struct (field $value i32) (field $next (mut (ref null $node)))))

(func $make (param $count i32) (param $seed i32) (result (ref null $node))
  (local $list (ref null $node))
  (loop $more
    (local.set $list (struct.new $node (i32.xor (local.get $seed) (local.get $count)) (local.get $list)))
    (br_if $more (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
  (local.get $list))

(func $reverse (param $list (ref null $node)) (result (ref null $node))
  (local $done (ref null $node)) (local $rest (ref null $node))
  (block $end
    (loop $more
      (br_if $end (ref.is_null (local.get $list)))
      (local.set $rest (struct.get $node $next (local.get $list)))
      (struct.set $node $next (local.get $list) (local.get $done))
      (local.set $done (local.get $list))
      (local.set $list (local.get $rest))
      (br $more)))
  (local.get $done))

(func $sum (param $list (ref null $node)) (result i64)
  (local $sum i64)
  (loop $more
    (block $end
      (local.set $sum
        (i64.add (i64.rotl (local.get $sum) (i64.const 1))
          (i64.extend_i32_u (struct.get $node $value (br_on_null $end (local.get $list))))))
      (local.set $list (struct.get $node $next (local.get $list)))
      (br $more)))
  (local.get $sum))

(func (export "_start")
  (local $lists i32) (local $sum i64)
  (local.set $lists (i32.mul (call $size (i32.const 1000)) (i32.const 10)))
  (loop $more
    (local.set $sum
      (call $mix (local.get $sum) (call $sum (call $reverse (call $make (i32.const 1000) (local.get $lists))))))
    (br_if $more (local.tee $lists (i32.sub (local.get $lists) (i32.const 1)))))
  (call $report (local.get $sum)))
