import { byChance } from '../core/by-chance.ts';
import type { Publication } from '../cloudwatch/published-samples.ts';

type PublishedAfter = NonNullable<Publication['publishedAfter']>;

/** As if by chance, by the metric and the minute. */
const draw =
  (...[{ namespace, name, dimensions }, minute]: Parameters<PublishedAfter>) =>
  (most: number, least = 0) =>
    byChance(`${namespace} ${name} ${JSON.stringify(dimensions)} ${minute}`, least, most);

/** At once: the minute need not be over. */
const AT_ONCE = -Infinity;

/** Each statistic by itself, as late as alarms are in recorded payloads. */
export const apart: PublishedAfter = (...published) => draw(...published)(96, 17);

/** One in ten three minutes late. */
export const oneInTenLate: PublishedAfter = (...published) => (draw(...published)(9) === 0 ? 180 : AT_ONCE);

/** One in twenty never. */
export const oneInTwentyLost: PublishedAfter = (...published) => (draw(...published)(19) === 0 ? undefined : AT_ONCE);
