/** Digits in groups of three. Without `Intl`: what knows the ways of all languages takes as long to load as a picture. */
export const grouped = (digits: string): string =>
  digits.length > 3 ? digits.replace(/\B(?=(\d{3})+$)/g, ',') : digits;

/** `100,000`. */
export const countText = (count: number): string => grouped(String(count));
