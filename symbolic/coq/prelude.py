"""What every exported file begins with: linear algebra over a real field, and the tactics of the proofs.

Coq 8.16 with mathcomp-algebra 1.15. Nothing is assumed: the lemmas that stand for rules of the kernel (uniqueness of
inverses, star cancellation, symmetry of inverses) are proved here.
"""

PRELUDE = r"""(* Matrices over a real field, of any sizes. Each proof compares entries, or traces: what is linear
   in a matrix is multiplied out by the rules of `nrm`, and `ring` checks that the combination of hypotheses gives
   the claim. *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Identities.
Variable R : realFieldType.

(* The operations of R under names of their own, so that `ring` meets each in one form only. *)
Definition zero : R := 0.
Definition one : R := 1.
Definition add (x y : R) : R := x + y.
Definition mul (x y : R) : R := x * y.
Definition opp (x : R) : R := - x.
Lemma zeroE : 0 = zero :> R. Proof. by []. Qed.
Lemma oneE : 1 = one :> R. Proof. by []. Qed.
Lemma addE (x y : R) : x + y = add x y. Proof. by []. Qed.
Lemma mulE (x y : R) : x * y = mul x y. Proof. by []. Qed.
Lemma oppE (x : R) : - x = opp x. Proof. by []. Qed.
Lemma ring_of_R : ring_theory zero one add mul (fun x y => add x (opp y)) opp (@eq R).
Proof.
split=> //; [exact: add0r | exact: addrC | exact: addrA | exact: mul1r | exact: mulrC | exact: mulrA
             | exact: mulrDl | exact: subrr].
Qed.
Add Ring ring_R : ring_of_R.

Definition en m n (i : 'I_m) (j : 'I_n) (A : 'M[R]_(m, n)) : R := A i j.
Lemma enD m n i j (A B : 'M[R]_(m, n)) : en i j (A + B) = en i j A + en i j B. Proof. by rewrite /en mxE. Qed.
Lemma enN m n i j (A : 'M[R]_(m, n)) : en i j (- A) = - en i j A. Proof. by rewrite /en mxE. Qed.
Lemma enZ m n i j c (A : 'M[R]_(m, n)) : en i j (c *: A) = c * en i j A. Proof. by rewrite /en mxE. Qed.
Lemma en0 m n i j : en i j (0 : 'M[R]_(m, n)) = 0. Proof. by rewrite /en mxE. Qed.
Lemma by_entries m n (A B : 'M[R]_(m, n)) : (forall i j, en i j A = en i j B) -> A = B.
Proof. by move=> h; apply/matrixP. Qed.

Lemma tM m n p (A : 'M[R]_(m, n)) (B : 'M[R]_(n, p)) : (A *m B)^T = B^T *m A^T. Proof. by rewrite trmx_mul. Qed.
Lemma tD m n (A B : 'M[R]_(m, n)) : (A + B)^T = A^T + B^T. Proof. by rewrite linearD. Qed.
Lemma tN m n (A : 'M[R]_(m, n)) : (- A)^T = - A^T. Proof. by rewrite linearN. Qed.
Lemma tZ m n c (A : 'M[R]_(m, n)) : (c *: A)^T = c *: A^T. Proof. by rewrite linearZ. Qed.
Lemma t0 m n : (0 : 'M[R]_(m, n))^T = 0. Proof. by rewrite raddf0. Qed.
Lemma mZl m n p c (A : 'M[R]_(m, n)) (B : 'M_(n, p)) : (c *: A) *m B = c *: (A *m B).
Proof. by rewrite scalemxAl. Qed.
Lemma mZr m n p c (A : 'M[R]_(m, n)) (B : 'M_(n, p)) : A *m (c *: B) = c *: (A *m B).
Proof. by rewrite scalemxAr. Qed.
Lemma trC m n (A : 'M[R]_(m, n)) (B : 'M[R]_(n, m)) : \tr (A *m B) = \tr (B *m A). Proof. by rewrite mxtrace_mulC. Qed.
Lemma trT n (A : 'M[R]_n) : \tr A^T = \tr A. Proof. by rewrite mxtrace_tr. Qed.
Lemma trD n (A B : 'M[R]_n) : \tr (A + B) = \tr A + \tr B. Proof. by rewrite mxtraceD. Qed.
Lemma trN n (A : 'M[R]_n) : \tr (- A) = - \tr A. Proof. by rewrite raddfN. Qed.
Lemma trZ n c (A : 'M[R]_n) : \tr (c *: A) = c * \tr A. Proof. by rewrite mxtraceZ. Qed.
Lemma tr0 n : \tr (0 : 'M[R]_n) = 0. Proof. by rewrite mxtrace0. Qed.

Lemma two : 2%:R = 1 + 1 :> R. Proof. by []. Qed.
Lemma three : 3%:R = 1 + (1 + 1) :> R. Proof. by []. Qed.
Lemma four : 4%:R = 1 + (1 + (1 + 1)) :> R. Proof. by []. Qed.

Lemma combine (c x y s : R) : x = y -> s = 0 -> c * (x - y) + s = 0 :> R.
Proof. by move=> -> ->; rewrite subrr mulr0 addr0. Qed.
Lemma conclude (x y s : R) : s = 0 -> x - y = s :> R -> x = y.
Proof. by move=> -> /eqP; rewrite subr_eq0 => /eqP. Qed.
Lemma conclude_multiple k (x y s : R) : s = 0 -> k.+1%:R * (x - y) = s :> R -> x = y.
Proof. by move=> -> /eqP; rewrite mulf_eq0 pnatr_eq0 /= subr_eq0 => /eqP. Qed.

Lemma one_sided n (A B : 'M[R]_n) : A *m B = 1%:M -> B *m A = 1%:M. Proof. exact: mulmx1C. Qed.

Lemma inverse_symmetric n (A V : 'M[R]_n) : A^T = A -> A *m V = 1%:M -> V *m A = 1%:M -> V^T = V.
Proof.
move=> s r _; have q : V^T *m A = 1%:M by rewrite -s -trmx_mul r trmx1.
by rewrite -[V^T]mulmx1 -r mulmxA q mul1mx.
Qed.

Lemma inverse_unique n (A V B : 'M[R]_n) : V *m A = 1%:M -> A *m B = 1%:M -> V = B.
Proof. by move=> l r; rewrite -[V]mulmx1 -r mulmxA l mul1mx. Qed.

Lemma pinv_unique m n (A : 'M[R]_(m, n)) (B C : 'M_(n, m)) :
  A *m B *m A = A -> B *m A *m B = B -> (A *m B)^T = A *m B -> (B *m A)^T = B *m A ->
  A *m C *m A = A -> C *m A *m C = C -> (A *m C)^T = A *m C -> (C *m A)^T = C *m A -> B = C.
Proof.
move=> h1 h2 h3 h4 k1 k2 k3 k4.
have l : A *m B = A *m C.
  have e1 : A *m B = A *m C *m (A *m B) by rewrite mulmxA k1.
  have e2 : A *m B *m (A *m C) = A *m C by rewrite mulmxA h1.
  by rewrite -h3 e1 trmx_mul h3 k3 e2.
have r : B *m A = C *m A.
  have e1 : B *m A = B *m A *m (C *m A) by rewrite -mulmxA [A *m (C *m A)]mulmxA k1.
  have e2 : C *m A *m (B *m A) = C *m A by rewrite -mulmxA [A *m (B *m A)]mulmxA h1.
  by rewrite -h4 e1 trmx_mul h4 k4 e2.
by rewrite -h2 r -mulmxA l mulmxA k2.
Qed.

Lemma pinv_of_column_rank m n (A : 'M[R]_(m, n)) (V : 'M_(n, m)) (W : 'M_n) :
  A *m V *m A = A -> V *m A *m V = V -> (A *m V)^T = A *m V -> (V *m A)^T = V *m A ->
  A^T *m A *m W = 1%:M -> W *m (A^T *m A) = 1%:M -> V = W *m A^T.
Proof.
move=> h1 h2 h3 h4 r l; have s : W^T = W.
  by apply: (@inverse_symmetric _ (A^T *m A)) => //; rewrite trmx_mul trmxK.
have i : W *m A^T *m A = 1%:M by rewrite -mulmxA.
apply: (@pinv_unique _ _ A) => //; rewrite ?i ?mul1mx ?trmx1 //.
- by rewrite -mulmxA i mulmx1.
- by rewrite !trmx_mul trmxK s mulmxA.
Qed.

Lemma pinv_of_row_rank m n (A : 'M[R]_(m, n)) (V : 'M_(n, m)) (W : 'M_m) :
  A *m V *m A = A -> V *m A *m V = V -> (A *m V)^T = A *m V -> (V *m A)^T = V *m A ->
  A *m A^T *m W = 1%:M -> W *m (A *m A^T) = 1%:M -> V = A^T *m W.
Proof.
move=> h1 h2 h3 h4 r l; have s : W^T = W.
  by apply: (@inverse_symmetric _ (A *m A^T)) => //; rewrite trmx_mul trmxK.
have i : A *m (A^T *m W) = 1%:M by rewrite mulmxA.
apply: (@pinv_unique _ _ A) => //; rewrite ?i ?mul1mx ?trmx1 //.
- by rewrite -mulmxA i mulmx1.
- by rewrite !trmx_mul trmxK s mulmxA.
Qed.

Lemma pinv_symmetric n (A V : 'M[R]_n) : A^T = A -> A *m V *m A = A -> V *m A *m V = V ->
  (A *m V)^T = A *m V -> (V *m A)^T = V *m A -> V^T = V.
Proof.
move=> s h1 h2 h3 h4; apply: (@pinv_unique _ _ A) => //.
- by have := congr1 trmx h1; rewrite !trmx_mul s mulmxA.
- by have := congr1 trmx h2; rewrite !trmx_mul s mulmxA.
- by rewrite trmx_mul trmxK s -[X in _ = X *m _]s -trmx_mul h4.
- by rewrite trmx_mul trmxK s -[X in _ = _ *m X]s -trmx_mul h3.
Qed.

Lemma zero_of_gram m n (A : 'M[R]_(m, n)) : A^T *m A = 0 -> A = 0.
Proof.
move=> /matrixP h; apply/matrixP=> i j; rewrite mxE.
have := h j j; rewrite !mxE => /eqP; rewrite psumr_eq0.
  by move=> /allP /(_ i); rewrite mem_index_enum => /(_ isT); rewrite !mxE mulf_eq0 orbb => /eqP.
by move=> k _; rewrite !mxE -expr2 sqr_ge0.
Qed.

Lemma trace_gram_zero m n (A : 'M[R]_(m, n)) : \tr (A^T *m A) = 0 -> A = 0.
Proof.
move=> h; apply/matrixP=> i j; rewrite mxE.
have p k l : 0 <= A^T k l * A l k by rewrite mxE -expr2 sqr_ge0.
have /eqP : \sum_k \sum_l A^T k l * A l k = 0 by rewrite -[RHS]h /mxtrace; apply: eq_bigr => k _; rewrite mxE.
rewrite psumr_eq0; last by move=> k _; apply: sumr_ge0 => l _.
move=> /allP /(_ j); rewrite mem_index_enum => /(_ isT) /=; rewrite psumr_eq0 //.
by move=> /allP /(_ i); rewrite mem_index_enum => /(_ isT) /=; rewrite !mxE mulf_eq0 orbb => /eqP.
Qed.

Opaque en.
(* One group of rules after the other: a group is tried at each place until none of it applies. *)
Ltac nrm := rewrite ?(tM, tD, tN, tZ, t0, trmxK, trmx1); rewrite ?(mulmxDl, mulmxDr, mulNmx, mulmxN, mZl, mZr);
  rewrite ?(mulmxA, mul1mx, mulmx1, mul0mx, mulmx0); rewrite ?scalerA;
  rewrite ?(enD, enN, enZ, en0, trD, trN, trZ, tr0, mxtrace1); rewrite ?(two, three, four) /=.
Ltac nrm_in h := rewrite ?(tM, tD, tN, tZ, t0, trmxK, trmx1) in h;
  rewrite ?(mulmxDl, mulmxDr, mulNmx, mulmxN, mZl, mZr) in h;
  rewrite ?(mulmxA, mul1mx, mulmx1, mul0mx, mulmx0) in h; rewrite ?scalerA in h;
  rewrite ?(enD, enN, enZ, en0, trD, trN, trZ, tr0, mxtrace1) in h; rewrite ?(two, three, four) /= in h.
Ltac by_ring := rewrite ?(two, three, four); rewrite ?(addE, mulE, oppE, zeroE, oneE); ring.
"""

END = """
End Identities.
"""
