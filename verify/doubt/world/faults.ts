import type { Truth } from '../truth.ts';

/** How requests of a bad version fail, which decides who can see it. */
export type Fault = 'throws' | 'answers 500' | 'is slow' | 'is wrong';

/** What is counted of the requests that take a way, for one in which they fail. */
export interface Counts {
  readonly errors: boolean;
  readonly slow: boolean;
  readonly answered: boolean;
  readonly serverErrors: boolean;
}

export const WELL: Counts = { errors: false, slow: false, answered: true, serverErrors: false };

/** What CloudWatch could count of a request that fails so. */
export function countsOf(fault: Fault, { thrown }: Pick<Truth, 'thrown'>): Counts {
  switch (fault) {
    case 'throws': {
      const answered = thrown === 'in the target group';
      return { ...WELL, errors: true, answered, serverErrors: answered };
    }
    case 'answers 500':
      return { ...WELL, serverErrors: true };
    case 'is slow':
      return { ...WELL, slow: true };
    case 'is wrong':
      return WELL;
  }
}

/** Whether one of the alarms sees it: those of the construct, and the service's own for what only it can know. */
export function alarmSees(fault: Fault, truth: Pick<Truth, 'answersFrom' | 'targetGroups' | 'thrown'>): boolean {
  const { errors, slow, serverErrors } = countsOf(fault, truth);
  const answersCounted = truth.answersFrom === 'access-logs' || truth.targetGroups === 'by id';
  return fault === 'is wrong' || errors || slow || (serverErrors && answersCounted);
}
