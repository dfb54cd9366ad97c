const two = (value: number): string => String(value).padStart(2, '0');

/** A moment where the reader is: `2026-11-22 23:05`. */
export function timeText(ms: number): string {
  const time = new Date(ms);
  if (ms <= 0 || Number.isNaN(time.getTime())) return 'at an unknown time';
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
