import { askMany } from './http-load.ts';

/**
 * As a process of its own, so that it shares no event loop with the server: prints what {@link askMany} gave as JSON.
 */
const [url = '', options = ''] = process.argv.slice(2);
const { perSecond, counts } = await askMany(url, JSON.parse(options) as Parameters<typeof askMany>[1]);
process.stdout.write(JSON.stringify({ perSecond, counts: Object.fromEntries(counts) }));
