type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | ((event: Event) => void) | undefined>>;

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An HTML element. Attributes that are functions listen, `true` is an attribute without a value, `false` and undefined
 * are none.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return furnish(document.createElement(tag), attributes, children);
}

/** An SVG element; attributes as for {@link h}. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

function furnish<T extends Element>(element: T, attributes: Attributes, children: readonly Child[]): T {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(
    ...children.filter((child): child is Node | string => child instanceof Node || typeof child === 'string'),
  );
  return element;
}

/** @throws Error when the page has no such element: it and its script do not fit together */
export function at(selector: string, within: ParentNode = document): HTMLElement {
  const found = within.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}

/** The same, of a kind that can do more. */
export function atOf<T extends Element>(kind: new () => T, selector: string, within: ParentNode = document): T {
  const found = at(selector, within);
  if (found instanceof kind) return found;
  throw new Error(`${selector} is no ${kind.name}`);
}

/** Only what changes is written, so that screen readers say it once and selections stay. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Draws when what is drawn has changed: the arguments are compared one by one. */
export function whenChanged<T extends readonly unknown[]>(draw: (...args: T) => void): (...args: T) => void {
  let last: T | undefined;
  return (...args) => {
    const before = last;
    if (before !== undefined && args.every((value, index) => Object.is(value, before[index]))) return;
    last = args;
    draw(...args);
  };
}
