/** Made once: a locale costs more than the number. */
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** How many: `8,110`. What was counted may be a fraction, of which nobody wants to read. */
export const inWords = (count: number): string => WHOLE.format(count);

/** `1 request`, `8,110 requests`; the noun takes an s. */
export const counted = (count: number, noun: string): string =>
  `${inWords(count)} ${noun}${Math.round(count) === 1 ? '' : 's'}`;
