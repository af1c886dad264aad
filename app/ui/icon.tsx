/** Stroke glyphs on a 16 × 16 grid; `play`, `pause` and the bars beside them are filled. */
const GLYPHS = {
  play: <path d="M5.2 3v10l8-5z" fill="currentColor" stroke="none" />,
  pause: (
    <g fill="currentColor" stroke="none">
      <rect x="4" y="3" width="2.8" height="10" />
      <rect x="9.2" y="3" width="2.8" height="10" />
    </g>
  ),
  stop: <rect x="3.8" y="3.8" width="8.4" height="8.4" fill="currentColor" stroke="none" />,
  /** One step: a triangle up to one bar. */
  step: (
    <g fill="currentColor" stroke="none">
      <path d="M3.5 3.5v9l6.5-4.5z" />
      <rect x="11" y="3.5" width="1.6" height="9" />
    </g>
  ),
  /** One epoch: two triangles up to the bar. */
  epoch: (
    <g fill="currentColor" stroke="none">
      <path d="M1.5 3.8v8.4l5.3-4.2zM6.8 3.8v8.4l5.3-4.2z" />
      <rect x="12.6" y="3.8" width="1.6" height="8.4" />
    </g>
  ),
  reset: <path d="M3.2 6.2A5.2 5.2 0 1 1 2.8 8.8M3 2.8v3.6h3.6" />,
  dice: (
    <g>
      <rect x="2.5" y="2.5" width="11" height="11" rx="2" />
      <g fill="currentColor" stroke="none">
        <circle cx="5.6" cy="5.6" r="1.1" />
        <circle cx="10.4" cy="5.6" r="1.1" />
        <circle cx="8" cy="8" r="1.1" />
        <circle cx="5.6" cy="10.4" r="1.1" />
        <circle cx="10.4" cy="10.4" r="1.1" />
      </g>
    </g>
  ),
  undo: <path d="M6 3.5 2.8 6.6 6 9.8M3 6.6h6.2a3.4 3.4 0 0 1 0 6.8H6" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  chevron: <path d="m5.5 3.5 5 4.5-5 4.5" />,
  write: <path d="M3 13h10M4 10.2l6.6-6.6 1.8 1.8L5.8 12H4z" />,
} as const;

export type IconName = keyof typeof GLYPHS;

/** A decorative glyph, as tall as `size` (any CSS length, default 1em): the control around it carries the name. */
export const Icon = ({ name, size = '1em' }: { name: IconName; size?: string }) => (
  <svg
    viewBox="0 0 16 16"
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    strokeWidth="1.4"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    {GLYPHS[name]}
  </svg>
);
