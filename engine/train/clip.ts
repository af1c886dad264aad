/** Clipping by the norm of all gradients together (Pascanu et al. 2013, arXiv:1211.5063), in both conventions. */

/** `d2l`: if ‖g‖ > θ, g ← g θ/‖g‖. `torch`: g ← g min(1, θ/(‖g‖ + 10⁻⁶)), as clip_grad_norm_ does. */
export type ClipKind = 'd2l' | 'torch';

/** What the gradients are multiplied by, (0, 1]; below 1 the clip acts. */
export function clipFactor(norm: number, theta: number, kind: ClipKind): number {
  const factor = kind === 'd2l' ? theta / norm : theta / (norm + 1e-6);
  return factor < 1 ? factor : 1;
}
