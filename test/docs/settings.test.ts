import { expect, it } from 'vitest';
import { settingsPage } from './settings/page.ts';

it('docs/settings.md is what the schemas and their comments say; `-u` writes it', async () => {
  await expect(settingsPage()).toMatchFileSnapshot('../../docs/settings.md');
});
