;; gc-dispatch.wat - shapes in an array: methods by a table of functions that each has, and by casts. Argument: hundreds
;; of rounds over a thousand shapes.
(rec
  (type $method (func (param (ref $shape) i32) (result i32)))
  (type $methods (struct (field $area (ref $method)) (field $grow (ref $method))))
  (type $shape (sub (struct (field $methods (ref $methods)) (field $colour i32))))
  (type $square (sub $shape (struct (field $methods (ref $methods)) (field $colour i32) (field $side (mut i32)))))
  (type $box (sub $shape
    (struct (field $methods (ref $methods)) (field $colour i32) (field $width (mut i32)) (field $height (mut i32)))))
  (type $cube (sub final $square
    (struct (field $methods (ref $methods)) (field $colour i32) (field $side (mut i32)) (field $faces i32)))))
(type $shapes (array (mut (ref null $shape))))

(elem declare func $square_area $square_grow $box_area $box_grow $cube_area)

(func $square_area (type $method) (param $self (ref $shape)) (param $unit i32) (result i32)
  (local $side i32)
  (local.set $side (struct.get $square $side (ref.cast (ref $square) (local.get $self))))
  (i32.mul (local.get $unit) (i32.mul (local.get $side) (local.get $side))))

(func $square_grow (type $method) (param $self (ref $shape)) (param $by i32) (result i32)
  (local $square (ref $square))
  (local.set $square (ref.cast (ref $square) (local.get $self)))
  (struct.set $square $side (local.get $square)
    (i32.and (i32.add (struct.get $square $side (local.get $square)) (local.get $by)) (i32.const 255)))
  (i32.const 1))

(func $box_area (type $method) (param $self (ref $shape)) (param $unit i32) (result i32)
  (local $box (ref $box))
  (local.set $box (ref.cast (ref $box) (local.get $self)))
  (i32.mul (local.get $unit)
    (i32.mul (struct.get $box $width (local.get $box)) (struct.get $box $height (local.get $box)))))

(func $box_grow (type $method) (param $self (ref $shape)) (param $by i32) (result i32)
  (local $box (ref $box))
  (local.set $box (ref.cast (ref $box) (local.get $self)))
  (struct.set $box $width (local.get $box)
    (i32.and (i32.add (struct.get $box $width (local.get $box)) (local.get $by)) (i32.const 127)))
  (i32.const 2))

(func $cube_area (type $method) (param $self (ref $shape)) (param $unit i32) (result i32)
  (local $cube (ref $cube))
  (local.set $cube (ref.cast (ref $cube) (local.get $self)))
  (i32.mul (struct.get $cube $faces (local.get $cube))
    (call $square_area (local.get $cube) (local.get $unit))))

(func $make (param $number i32) (result (ref $shape))
  (block $cube
    (block $box
      (block $square
        (br_table $square $box $cube (i32.rem_u (local.get $number) (i32.const 3))))
      (return
        (struct.new $square (struct.new $methods (ref.func $square_area) (ref.func $square_grow))
          (local.get $number) (i32.const 3))))
    (return
      (struct.new $box (struct.new $methods (ref.func $box_area) (ref.func $box_grow))
        (local.get $number) (i32.const 2) (i32.const 5))))
  (struct.new $cube (struct.new $methods (ref.func $cube_area) (ref.func $square_grow))
    (local.get $number) (i32.const 4) (i32.const 6)))

;; What it weighs, decided by casts: no two kinds the same way.
(func $weight (param $shape (ref $shape)) (result i32)
  (block $is_cube (result (ref $cube))
    (block $is_box (result (ref $box))
      (drop (br_on_cast $is_box (ref $shape) (ref $box)
        (br_on_cast $is_cube (ref $shape) (ref $cube) (local.get $shape))))
      (return (i32.add (struct.get $shape $colour (local.get $shape))
        (ref.test (ref $square) (local.get $shape)))))
    (return (struct.get $box $height)))
  (struct.get $cube $faces))

(func (export "_start")
  (local $rounds i32) (local $i i32) (local $sum i64) (local $shapes (ref $shapes)) (local $shape (ref $shape))
  (local $methods (ref $methods))
  (local.set $rounds (i32.mul (call $size (i32.const 20)) (i32.const 100)))
  (local.set $shapes (array.new $shapes (ref.null $shape) (i32.const 1000)))
  (loop $fill
    (array.set $shapes (local.get $shapes) (local.get $i) (call $make (local.get $i)))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $fill (i32.lt_u (local.get $i) (array.len (local.get $shapes)))))
  (loop $round
    (local.set $i (i32.const 0))
    (loop $each
      (local.set $shape (ref.as_non_null (array.get $shapes (local.get $shapes) (local.get $i))))
      (local.set $methods (struct.get $shape $methods (local.get $shape)))
      (drop (call_ref $method (local.get $shape) (i32.and (local.get $rounds) (i32.const 3))
        (struct.get $methods $grow (local.get $methods))))
      (local.set $sum
        (i64.add (i64.rotl (local.get $sum) (i64.const 1))
          (i64.extend_i32_u
            (i32.add (call $weight (local.get $shape))
              (call_ref $method (local.get $shape) (i32.const 3) (struct.get $methods $area (local.get $methods)))))))
      (br_if $each
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (array.len (local.get $shapes)))))
    (br_if $round (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
  (call $report (local.get $sum)))
