/** An element around text that is XML already. */
export function element(name: string, inner: string, namespace?: string): string {
  return `<${name}${namespace ? ` xmlns="${namespace}"` : ''}>${inner}</${name}>`;
}

/**
 * A value in the form that AWS Query answers have: lists as `member`s, maps as `entry`s with `key` and `value`,
 * times in ISO 8601; what is undefined is left out.
 * @param maps names of members that are maps; none unless told
 */
export function xml(name: string, value: unknown, maps: readonly string[] = []): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return element(name, value.toISOString());
  if (Array.isArray(value)) return element(name, value.map((item) => xml('member', item, maps)).join(''));
  if (typeof value !== 'object')
    return element(name, escape(typeof value === 'string' ? value : JSON.stringify(value)));
  const members = Object.entries(value);
  if (maps.includes(name))
    return element(
      name,
      members.map(([key, item]) => element('entry', xml('key', key, maps) + xml('value', item, maps))).join(''),
    );
  return element(name, members.map(([key, item]) => xml(key, item, maps)).join(''));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as it stands in an element. */
export function escape(text: string): string {
  // Control characters have no place in XML 1.0, not even escaped.
  return text
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
    .replace(/\p{Cc}/gu, (control) => ('\t\n\r'.includes(control) ? control : '\uFFFD'));
}
