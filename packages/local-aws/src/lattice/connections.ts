import type { Listener } from './model.ts';

/** What a request is split by: itself, or the connection that it came over. */
export type SplitBy = 'request' | 'connection';

/** The id of the target group that gets a request. */
export type Choose = (listener: Listener, connection: object, now: number) => string;

const byRequest: Choose = ({ splitter }, _connection, now) => splitter.pick(now);

/** A connection stays with the target group that its first request got, for as long as the listener has that. */
function byConnection(): Choose {
  const chosen = new WeakMap<object, Map<Listener, string>>();
  return (listener, connection, now) => {
    const before = chosen.get(connection)?.get(listener);
    if (before !== undefined && listener.groups.some(({ targetGroupId }) => targetGroupId === before)) return before;
    const picked = listener.splitter.pick(now);
    chosen.set(connection, (chosen.get(connection) ?? new Map<Listener, string>()).set(listener, picked));
    return picked;
  };
}

/** AWS says that requests are split; what a kept connection does is not documented. */
export function chooser(splitBy: SplitBy): Choose {
  return splitBy === 'request' ? byRequest : byConnection();
}
