import { type OpenLoopOptions, sendOpenLoop } from './open-loop.ts';

/**
 * As a process of its own, so that it shares no event loop with the server: prints what {@link sendOpenLoop} gave as
 * JSON.
 */
const [url = '', options = ''] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await sendOpenLoop(url, JSON.parse(options) as OpenLoopOptions)));
