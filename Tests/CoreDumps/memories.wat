;; Several memories: one that is mostly zero, one of 64 bits, one that has grown, one of no page.
(module $memories
  (memory $a 512)
  (memory $b i64 2 5)
  (memory $c 0 4)
  (memory $d 0)
  (data (memory $b) (i64.const 131064) "the end!")
  (func (export "_start") (local $i i32)
    (drop (memory.grow $c (i32.const 3)))
    (loop $again
      (i32.store $a (i32.mul (local.get $i) (i32.const 1000003)) (i32.const 0x64636261))
      (i64.store $b (i64.extend_i32_u (i32.mul (local.get $i) (i32.const 8))) (i64.extend_i32_u (local.get $i)))
      (i32.store8 $c (i32.mul (local.get $i) (i32.const 4099)) (i32.const 255))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 30))))
    (drop (i32.load $c offset=196605 (i32.const 0)))))
