;; The loops over all letters of long texts. V8 compiles a module like this at once; the same loops in JavaScript are interpreted
;; for their first rounds, and an ordinary review ends before they are fast. `letter-loops.ts` calls them, and `npm run loops` compiles them.
;; Addresses are those of bytes. A text lies in units of UTF-16, two bytes each, with sixteen bytes of zeros behind it.
(module
  (memory (export "memory") 1)

  ;; Where `copyLetters` has stopped to write, and whether it came by what may be a tag.
  (global $written (export "written") (mut i32) (i32.const 0))
  (global $sawTag (export "sawTag") (mut i32) (i32.const 0))
  ;; Where the run ends that `nextRun` has found.
  (global $runEnd (export "runEnd") (mut i32) (i32.const 0))

  ;; Copies letters of a text, and stops at a sign whose meaning has to be read, or at the end; the result tells where.
  ;; `kinds` is a table of 128 bytes: by what a letter is copied, zero for what is left out, or, from 128 on, which of the tables
  ;; behind this one tells by the sign that follows: 0 to leave it out, 1 to stop at it, 2 to leave both out, 3 for a tag.
  (func (export "copyLetters")
    (param $at i32) (param $end i32) (param $kinds i32) (param $letters i32) (param $withoutTags i32) (result i32)
    (local $code i32) (local $kind i32) (local $behind i32)
    (block $stop
      (loop $next
        (br_if $stop (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $stop (i32.ge_u (local.tee $code (i32.load16_u (local.get $at))) (i32.const 128)))
        (local.set $kind (i32.load8_u (i32.add (local.get $kinds) (local.get $code))))
        (if (i32.lt_u (local.get $kind) (i32.const 128))
          (then
            ;; What is left out is written too, and the next letter over it.
            (i32.store16 (local.get $letters) (local.get $kind))
            (local.set $letters
              (i32.add (local.get $letters) (i32.shl (i32.ne (local.get $kind) (i32.const 0)) (i32.const 1))))
            (local.set $at (i32.add (local.get $at) (i32.const 2)))
            (br $next)))
        (local.set $code (i32.load16_u offset=2 (local.get $at)))
        (local.set $kind
          (if (result i32) (i32.ge_u (local.get $code) (i32.const 128))
            (then (i32.const 0))
            (else
              (i32.load8_u
                (i32.add
                  (i32.add (local.get $kinds) (local.get $code))
                  (i32.shl (i32.sub (local.get $kind) (i32.const 127)) (i32.const 7)))))))
        (br_if $stop (i32.eq (local.get $kind) (i32.const 1)))
        (local.set $behind (i32.add (local.get $at) (i32.const 2)))
        (if (i32.eq (local.get $kind) (i32.const 2))
          (then (local.set $behind (i32.add (local.get $at) (i32.const 4)))))
        (if (i32.eq (local.get $kind) (i32.const 3))
          (then
            (global.set $sawTag (i32.const 1))
            (if (local.get $withoutTags)
              (then (local.set $behind (call $behindTag (local.get $at) (local.get $end)))))))
        (local.set $at (local.get $behind))
        (br $next)))
    (global.set $written (local.get $letters))
    (local.get $at))

  ;; Where a tag ends that begins here; behind its first sign where it is none: `<`, perhaps `/`, a letter or `!`, then at most
  ;; eighty signs until `>`, none of them `<`.
  (func $behindTag (param $from i32) (param $end i32) (result i32)
    (local $at i32) (local $code i32) (local $most i32)
    (local.set $at (i32.add (local.get $from) (i32.const 2)))
    (if (i32.eq (i32.load16_u (local.get $at)) (i32.const 0x2f))
      (then (local.set $at (i32.add (local.get $at) (i32.const 2)))))
    (local.set $code (i32.load16_u (local.get $at)))
    (block $none
      (br_if $none
        (i32.and
          (i32.ne (local.get $code) (i32.const 0x21))
          (i32.ge_u (i32.sub (i32.or (local.get $code) (i32.const 0x20)) (i32.const 0x61)) (i32.const 26))))
      (local.set $most (i32.add (local.get $at) (i32.const 162)))
      (loop $next
        (local.set $at (i32.add (local.get $at) (i32.const 2)))
        (br_if $none (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $none (i32.gt_u (local.get $at) (local.get $most)))
        (local.set $code (i32.load16_u (local.get $at)))
        (if (i32.eq (local.get $code) (i32.const 0x3e)) (then (return (i32.add (local.get $at) (i32.const 2)))))
        (br_if $next (i32.ne (local.get $code) (i32.const 0x3c)))))
    (i32.add (local.get $from) (i32.const 2)))

  ;; Eight letters that follow each other, as one number whose bits are mixed.
  (func $eight (param $at i32) (result i64)
    (i64.mul
      (i64.add
        (i64.load (local.get $at))
        (i64.shl (i64.load offset=8 (local.get $at)) (i64.const 8)))
      (i64.const 0x9e3779b97f4a7c15)))

  ;; A table has 2^19 bits, of which a number has three.
  (func $byte (param $table i32) (param $number i64) (param $shift i64) (result i32)
    (i32.add
      (local.get $table)
      (i32.and
        (i32.wrap_i64 (i64.shr_u (local.get $number) (i64.add (local.get $shift) (i64.const 3))))
        (i32.const 0xffff))))

  (func $bit (param $number i64) (param $shift i64) (result i32)
    (i32.shl
      (i32.const 1)
      (i32.and (i32.wrap_i64 (i64.shr_u (local.get $number) (local.get $shift))) (i32.const 7))))

  (func $set (param $table i32) (param $number i64) (param $shift i64)
    (local $byte i32)
    (local.set $byte (call $byte (local.get $table) (local.get $number) (local.get $shift)))
    (i32.store8
      (local.get $byte)
      (i32.or (i32.load8_u (local.get $byte)) (call $bit (local.get $number) (local.get $shift)))))

  (func $isSet (param $table i32) (param $number i64) (param $shift i64) (result i32)
    (i32.and
      (i32.load8_u (call $byte (local.get $table) (local.get $number) (local.get $shift)))
      (call $bit (local.get $number) (local.get $shift))))

  ;; Enters every `step`th eight letters between two addresses into a table.
  (func (export "enterEights") (param $at i32) (param $end i32) (param $step i32) (param $table i32)
    (local $number i64)
    (local.set $end (i32.sub (local.get $end) (i32.const 16)))
    (block $stop
      (loop $next
        (br_if $stop (i32.gt_s (local.get $at) (local.get $end)))
        (local.set $number (call $eight (local.get $at)))
        (call $set (local.get $table) (local.get $number) (i64.const 45))
        (call $set (local.get $table) (local.get $number) (i64.const 26))
        (call $set (local.get $table) (local.get $number) (i64.const 7))
        (local.set $at (i32.add (local.get $at) (i32.shl (local.get $step) (i32.const 1))))
        (br $next))))

  ;; Where the next eight letters stand between two addresses that the table may hold, or -1.
  (func (export "nextEight") (param $at i32) (param $end i32) (param $table i32) (result i32)
    (local $number i64)
    (local.set $end (i32.sub (local.get $end) (i32.const 16)))
    (block $stop
      (loop $next
        (br_if $stop (i32.gt_s (local.get $at) (local.get $end)))
        (local.set $number
          (i64.mul
            (i64.add
              (i64.load (local.get $at))
              (i64.shl (i64.load offset=8 (local.get $at)) (i64.const 8)))
            (i64.const 0x9e3779b97f4a7c15)))
        (if (i32.and
              (i32.shr_u
                (i32.load8_u
                  (i32.add
                    (local.get $table)
                    (i32.wrap_i64 (i64.shr_u (local.get $number) (i64.const 48)))))
                (i32.and
                  (i32.wrap_i64 (i64.shr_u (local.get $number) (i64.const 45)))
                  (i32.const 7)))
              (i32.const 1))
          (then
            (if (call $isSet (local.get $table) (local.get $number) (i64.const 26))
              (then
                (if (call $isSet (local.get $table) (local.get $number) (i64.const 7))
                  (then (return (local.get $at))))))))
        (local.set $at (i32.add (local.get $at) (i32.const 2)))
        (br $next)))
    (i32.const -1))

  ;; The next place between two addresses of a text of bytes at which a sign may begin, or -1. Tables of 2^15 bytes tell by hashes:
  ;; of three letters whether none begins with them (0), some do (2), or the table of four letters has to be asked (1). The same table
  ;; tells by another hash of three letters whether they are a sign, since many of them share a slot with none.
  (func (export "nextSign") (param $at i32) (param $end i32) (param $threes i32) (param $fours i32) (result i32)
    (local $four i32) (local $three i32) (local $kind i32)
    (block $none
      (loop $next
        (br_if $none (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $four (i32.load (local.get $at)))
        (local.set $three (i32.shl (local.get $four) (i32.const 8)))
        (local.set $kind
          (i32.load8_u
            (i32.add
              (local.get $threes)
              (i32.shr_u (i32.mul (local.get $three) (i32.const 0x9e3779b1)) (i32.const 17)))))
        (if (local.get $kind)
          (then
            (if (i32.eq (local.get $kind) (i32.const 2))
              (then
                (if (i32.load8_u
                      (i32.add
                        (local.get $fours)
                        (i32.shr_u (i32.mul (local.get $three) (i32.const 0x85ebca6b)) (i32.const 17))))
                  (then (return (local.get $at))))))
            (if (i32.load8_u
                  (i32.add
                    (local.get $fours)
                    (i32.shr_u (i32.mul (local.get $four) (i32.const 0x9e3779b1)) (i32.const 17))))
              (then (return (local.get $at))))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (i32.const -1))

  ;; Where the next run of so many letters begins between two addresses of a text of bytes, or -1; looked for at its last letter first,
  ;; since most words end before. `kinds` is a table of 256 bytes, of which a letter of such a run has this bit.
  (func (export "nextRun") (param $at i32) (param $end i32) (param $letters i32) (param $kinds i32) (param $bit i32) (result i32)
    (local $back i32)
    (block $none
      (loop $next
        (br_if $none (i32.gt_u (i32.add (local.get $at) (local.get $letters)) (local.get $end)))
        (local.set $back (i32.sub (i32.add (local.get $at) (local.get $letters)) (i32.const 1)))
        (loop $before
          (if (i32.and
                (i32.load8_u (i32.add (local.get $kinds) (i32.load8_u (local.get $back))))
                (local.get $bit))
            (then
              (if (i32.eq (local.get $back) (local.get $at))
                (then
                  (global.set $runEnd
                    (call $endOf
                      (i32.add (local.get $at) (local.get $letters)) (local.get $end) (local.get $kinds) (local.get $bit)))
                  (return (local.get $at))))
              (local.set $back (i32.sub (local.get $back) (i32.const 1)))
              (br $before))))
        (local.set $at (i32.add (local.get $back) (i32.const 1)))
        (br $next)))
    (i32.const -1))

  ;; Where letters with this bit end that go on here.
  (func $endOf (param $at i32) (param $end i32) (param $kinds i32) (param $bit i32) (result i32)
    (block $stop
      (loop $next
        (br_if $stop (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $stop
          (i32.eqz
            (i32.and
              (i32.load8_u (i32.add (local.get $kinds) (i32.load8_u (local.get $at))))
              (local.get $bit))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (local.get $at))

  ;; The next place between two addresses of a text of bytes that has the first bit in the same table, with one of the second before
  ;; it and one of the third behind it, or -1.
  (func (export "nextBetween")
    (param $at i32) (param $end i32) (param $kinds i32) (param $bit i32) (param $before i32) (param $behind i32) (result i32)
    (block $none
      (loop $next
        (br_if $none (i32.ge_u (local.get $at) (local.get $end)))
        (if (i32.and
              (i32.load8_u (i32.add (local.get $kinds) (i32.load8_u (local.get $at))))
              (local.get $bit))
          (then
            (if (i32.and
                  (i32.load8_u
                    (i32.add (local.get $kinds) (i32.load8_u (i32.sub (local.get $at) (i32.const 1)))))
                  (local.get $before))
              (then
                (if (i32.and
                      (i32.load8_u (i32.add (local.get $kinds) (i32.load8_u offset=1 (local.get $at))))
                      (local.get $behind))
                  (then (return (local.get $at))))))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (i32.const -1))
)
