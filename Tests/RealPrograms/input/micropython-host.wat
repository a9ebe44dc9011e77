;; What micropython-wasi.wasm imports beside WASI: calls of the host, of which there are none.
(module
  (func (export "host_result_cap") (result i32) (i32.const 0))
  (func (export "host_call") (param i32 i32 i32 i32 i32 i32) (result i32) (i32.const -1)))
