import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { bottomOf, cutOff, poorContrast, SCREENS, sideways } from './reading.ts';

/** What must hold while an alarm rings, on both screens and in both themes. */
export async function truthFirst(page: Page): Promise<void> {
  const before = page.viewportSize() ?? SCREENS.desk;
  expect(await page.locator('#sentence').getAttribute('data-tone')).toBe('bad');
  for (const screen of [SCREENS.phone, SCREENS.desk]) {
    await page.setViewportSize(screen);
    expect(await sideways(page)).toBe(0);
    expect(await bottomOf(page, '#ringing')).toBeLessThan(screen.height);
    const names = await page.locator('#alarms .name').allTextContents();
    expect(names).toEqual(expect.arrayContaining(['canary-lambda-errors', 'canary-lattice-error-rate']));
    expect(
      await cutOff(page, '#alarms .name, #ringing li, #tag, #sentence, #next, #because, #steps b, #steps small'),
    ).toEqual([]);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await poorContrast(page)).toEqual([]);
    }
  }
  // On a desk the whole chart is within the first screen too, before the graph.
  expect(await bottomOf(page, '#traffic')).toBeLessThan(SCREENS.desk.height);
  await page.setViewportSize(before);
}
