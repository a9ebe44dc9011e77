;; Threads of scripts, which are run one after the other: what they do to a shared memory must come together, and what
;; else they define must not be seen outside.

(module $Mem (memory (export "shared") 1 1 shared))
(module $Outside (func (export "f") (result i32) (i32.const 1)))
(register "outside")

(thread $T1 (shared (module $Mem))
  (register "mem" $Mem)
  (module $Own
    (memory (import "mem" "shared") 1 1 shared)
    (func (export "run") (param $times i32)
      (loop $again
        (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
        (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))
  )
  (invoke $Own "run" (i32.const 1000))
  (assert_unlinkable (module (import "outside" "f" (func (result i32)))) "unknown import")
  (thread $Inner (shared (module $Mem))
    (register "inner" $Mem)
    (module
      (memory (import "inner" "shared") 1 1 shared)
      (func (export "run") (result i32) (i32.atomic.rmw.add (i32.const 0) (i32.const 20)))
    )
    (assert_return (invoke "run") (i32.const 1000))
  )
  (wait $Inner)
  (assert_return (invoke $Own "run" (i32.const 1)))
)

(thread $T2 (shared (module $Mem))
  (register "mem" $Mem)
  (module
    (memory (import "mem" "shared") 1 1 shared)
    (func (export "notify") (result i32) (memory.atomic.notify (i32.const 0) (i32.const 1)))
    (func (export "wait") (result i32) (memory.atomic.wait32 (i32.const 0) (i32.const 1021) (i64.const 1000)))
    (func (export "add") (result i32) (i32.atomic.rmw.add (i32.const 0) (i32.const 1000)))
  )
  (assert_return (invoke "wait") (i32.const 2))
  (assert_return (invoke "add") (i32.const 1021))
  (assert_return (invoke "wait") (i32.const 1))
  (assert_return (invoke "notify") (i32.const 0))
)

(wait $T1)
(wait $T2)
(assert_unlinkable (module (import "mem" "shared" (memory 1 1 shared))) "unknown import")
(assert_return (invoke $Outside "f") (i32.const 1))
(register "mem" $Mem)
(module
  (memory (import "mem" "shared") 1 1 shared)
  (func (export "check") (result i32) (i32.atomic.load (i32.const 0))))
(assert_return (invoke "check") (i32.const 2021))
