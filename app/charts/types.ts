export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

/** One curve. Points in order of x; a gap where y is not finite. */
export interface ChartLine {
  readonly id: string;
  readonly points: readonly ChartPoint[];
  /** A CSS colour: use the tokens. */
  readonly colour: string;
  /** CSS pixels. Default 1.75. */
  readonly width?: number;
  /** An SVG dash pattern, so that colour is not alone. Default solid. */
  readonly dash?: string;
  /** [0, 1]. Default 1. */
  readonly opacity?: number;
  /** A small ring at each point: for few, measured points. Default false. */
  readonly dots?: boolean;
  /** Written beside the line itself instead of in a legend. */
  readonly label?: string;
}

export interface LineChartProps {
  readonly lines: readonly ChartLine[];
  readonly x: { readonly domain: readonly [number, number]; readonly ticks: readonly number[] };
  readonly y: {
    readonly domain: readonly [number, number];
    readonly ticks: readonly number[];
    /** `log` needs a positive domain. */
    readonly scale: 'linear' | 'log';
  };
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  /** Other names for some heights, on the right: perplexities beside losses. */
  readonly rightTicks?: readonly { readonly y: number; readonly label: string }[];
  /** Dashed horizontal lines to compare with. */
  readonly rules?: readonly { readonly y: number; readonly label: string }[];
  /** Thin vertical lines where something happened. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
  /** Where line labels stand: along the curve, or at its end in a margin of their own. Default `along`. */
  readonly labels?: 'along' | 'end';
  /** CSS pixels, the same before and after the chart has loaded. Default 200. */
  readonly height?: number;
  /** What the picture shows, in a sentence, for those who do not see it. */
  readonly summary: string;
  /** Stands in the plot while there is nothing to draw. */
  readonly empty?: string;
  /** The x under the pointer; null when it leaves. */
  readonly onHover?: (x: number | null) => void;
}

/** Room round the plot, CSS pixels. */
export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}
