import { setting, type Answer, type Asked } from './hook.ts';

/** `ssm:GetCalendarState`, of one calendar. */
export type GetCalendarState = (input: {
  readonly CalendarNames: readonly string[];
  readonly AtTime: string;
}) => Promise<{ readonly State?: string; readonly NextTransitionTime?: string }>;

/**
 * An SSM Change Calendar as a freeze window: the release goes on when every calendar is open now and stays so for the
 * rest of the plan. To ask for now and for the end would miss a freeze that lies between; the calendar tells when it
 * next changes. Each is asked alone, for of several together it is not documented which transition is told.
 */
export function createHandler(getCalendarState: GetCalendarState, now: () => Date) {
  return async ({ restSeconds }: Pick<Asked, 'restSeconds'>): Promise<Answer> => {
    const at = now();
    const end = new Date(at.getTime() + restSeconds * 1000);
    for (const calendar of setting('CALENDARS').split(',')) {
      const { State, NextTransitionTime } = await getCalendarState({
        CalendarNames: [calendar],
        AtTime: at.toISOString(),
      });
      const until = NextTransitionTime ?? 'further notice';
      if (State !== 'OPEN') return later(`${calendar} is closed until ${until}`);
      if (NextTransitionTime !== undefined && !(new Date(NextTransitionTime) > end))
        return later(`${calendar} closes at ${until}, before the release would be over at ${end.toISOString()}`);
    }
    return { hookStatus: 'SUCCEEDED', reason: `open until ${end.toISOString()}` };
  };
}

const later = (reason: string): Answer => ({ hookStatus: 'IN_PROGRESS', callBackDelay: 300, reason });

/** Lambda brings the SDK; a bundler need not. */
const SSM: string = '@aws-sdk/client-ssm';

/** Settings: `CALENDARS`, names or ARNs with commas between. Permission: `ssm:GetCalendarState` on them. */
export async function handler(asked: Asked): Promise<Answer> {
  const sdk = (await import(SSM)) as { readonly SSM: new () => { readonly getCalendarState: GetCalendarState } };
  const ssm = new sdk.SSM();
  return createHandler(
    (input) => ssm.getCalendarState(input),
    () => new Date(),
  )(asked);
}
