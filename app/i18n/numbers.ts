import type { Lang } from './lang.tsx';

/** Made once a language: making a formatter costs a hundred times what using it does, and read-outs use them often. */
const formatters = (options: Intl.NumberFormatOptions) => ({
  zh: new Intl.NumberFormat('zh-CN', options),
  en: new Intl.NumberFormat('en-US', options),
});
const COUNT = formatters({ maximumFractionDigits: 0 });
const SHARE = formatters({ style: 'percent', maximumFractionDigits: 0 });

/** A whole number with grouping: 35,200. */
export const formatCount = (value: number, lang: Lang): string => COUNT[lang].format(value);

/** A speed to three figures, with grouping: the rest is noise. */
export const formatSpeed = (value: number, lang: Lang): string =>
  formatCount(Number(value.toPrecision(3)), lang);

/**
 * A number with exactly `digits` decimals and a true minus sign, so that columns of figures align; from 100,000 on, as
 * a diverging run makes them, with an exponent: they would burst their place.
 */
export const formatFixed = (value: number, digits = 2): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  if (Math.abs(value) >= 1e5) return value.toExponential(1).replace('e+', 'e').replaceAll('-', '−');
  const text = Math.abs(value).toFixed(digits);
  const negative = value < 0 && Number(text) !== 0;
  return (negative ? '−' : '') + text;
};

/** As formatFixed, with a plus sign for what is not negative: a term in a sum. */
export const formatSigned = (value: number, digits = 2): string => {
  const text = formatFixed(value, digits);
  return text.startsWith('−') ? text : `+${text}`;
};

/** A share in [0, 1] as a whole percentage: 4 %. */
export const formatShare = (share: number, lang: Lang): string => SHARE[lang].format(share);

/** A setting's value in as few digits as say it: 0.01, 1e-5, 128. */
export const formatSetting = (value: number): string => {
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)) {
    return value.toExponential().replace('e+', 'e');
  }
  return String(Number(value.toPrecision(6)));
};
