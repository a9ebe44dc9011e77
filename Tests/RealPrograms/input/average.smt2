; (a & b) + ((a ^ b) >> 1) is the average of a and b, rounded down, without
; overflow. No counterexample exists, so the answer is unsat.
(set-logic QF_BV)
(declare-fun a () (_ BitVec 12))
(declare-fun b () (_ BitVec 12))
(define-fun wide ((x (_ BitVec 12))) (_ BitVec 13) ((_ zero_extend 1) x))
(define-fun trick () (_ BitVec 12) (bvadd (bvand a b) (bvlshr (bvxor a b) #x001)))
(define-fun honest () (_ BitVec 13) (bvlshr (bvadd (wide a) (wide b)) (_ bv1 13)))
(assert (distinct (wide trick) honest))
(check-sat)
(exit)
