/** Items with keys of their own, also where what comes from elsewhere has an id twice. */
export function keyed<T extends { readonly id: string }>(
  items: readonly T[],
): readonly { readonly key: string; readonly item: T }[] {
  const seen = new Set<string>();
  return items.map((item, index) => {
    const key = seen.has(item.id) ? `${item.id} ${index}` : item.id;
    seen.add(key);
    return { key, item };
  });
}
