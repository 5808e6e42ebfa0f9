import type { Page } from 'playwright-core';

/** The two screens that the page is made for. */
export const SCREENS = {
  desk: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;

/** By how many pixels the page is wider than its screen. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Where an element ends below the top of the page, in pixels. */
export async function bottomOf(page: Page, selector: string): Promise<number> {
  await page.evaluate('scrollTo(0, 0)');
  const box = await page.locator(selector).first().boundingBox();
  return box === null ? Infinity : box.y + box.height;
}

/** Texts of elements that do not show the whole of it. */
export function cutOff(page: Page, selector: string): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll(${JSON.stringify(selector)})]
    .filter((each) => each.scrollWidth > each.clientWidth + 1 || getComputedStyle(each).textOverflow === 'ellipsis')
    .map((each) => each.textContent)`);
}

/**
 * Visible text that lies with less than AA contrast (4.5, 3 where it is large) on what is painted below it. What cannot
 * be used now may be pale, as WCAG has it; pictures are left to the sheet's own test.
 */
export function poorContrast(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(POOR_CONTRAST);
}

const POOR_CONTRAST = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const groundOf = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = rgba(getComputedStyle(each).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('body *')].flatMap((element) => {
    const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === 3);
    const own = texts.map(({ data }) => data).join('').trim();
    if (own === '' || element.closest('svg, :disabled, .skip') || !element.checkVisibility()) return [];
    const style = getComputedStyle(element);
    const [one, other] = [luminance(rgba(style.color)), luminance(groundOf(element))].sort((a, b) => b - a);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    const ratio = (one + 0.05) / (other + 0.05);
    return ratio < (large ? 3 : 4.5) ? [own.slice(0, 40) + ': ' + ratio.toFixed(2)] : [];
  });
})()`;
