import { aliasOf, type Side } from '../../handlers/ports/aws/cloudwatch-sums.ts';
import { answerMetrics, type AnswersFrom, answerSource } from '../../statemachine/contract/answer-metrics.ts';
import { type Service, targetGroupArn } from '../services.ts';

/** One statistic of one metric, by the minute. */
export interface Statistic {
  readonly label: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
  /** Whether a minute with requests has to have it. Others show only where else something is counted. */
  readonly expected: boolean;
}

const LATTICE = 'AWS/VpcLattice';
const REQUESTS = 'TotalRequestCount';

/** Labels of what tells whether target groups report, and under which value. */
export const BY_ID = `${REQUESTS} by id`;
export const BY_ARN = `${REQUESTS} by ARN`;
export const OF_SERVICE = `${REQUESTS} of the service`;
export const INVOCATIONS = 'Invocations Sum';
export const ERRORS = 'Errors Sum';
export const SERVER_ERRORS = 'HTTPCode_5XX_Count Sum';

/** Labels of answers that are counted in access logs. */
export const LOGGED = 'Requests of the access log';
export const LOGGED_ERRORS = 'ServerErrors of the access log';

/** Of the answers with 5XX that a check reads. */
export const serverErrorsLabel = (answersFrom: AnswersFrom | undefined) =>
  answersFrom === 'access-logs' ? LOGGED_ERRORS : SERVER_ERRORS;

/**
 * What a check reads of one side (handlers/ports/aws/cloudwatch-minutes.ts), and requests under other dimensions. Where
 * checks read access logs, target groups may be silent: they are looked at, and nobody waits for them.
 * @param answersFrom as the machine has it
 */
export function statisticsOf(service: Service, side: Side, answersFrom: AnswersFrom | undefined): readonly Statistic[] {
  const { functionName, serviceId } = service;
  const inLogs = answersFrom === 'access-logs';
  const group = side === 'production' ? service.productionTargetGroupId : service.canaryTargetGroupId;
  const lambda = (metric: string, stat: string): Statistic => ({
    label: `${metric} ${stat}`,
    namespace: 'AWS/Lambda',
    metric,
    dimensions: aliasOf(functionName, side),
    stat,
    expected: true,
  });
  const lattice = (label: string, metric: string, dimensions: Statistic['dimensions'], expected: boolean) => ({
    label,
    namespace: LATTICE,
    metric,
    dimensions,
    stat: 'Sum',
    expected,
  });
  return [
    lambda('Invocations', 'Sum'),
    lambda('Errors', 'Sum'),
    lambda('Errors', 'SampleCount'),
    lambda('Duration', 'SampleCount'),
    lambda('Duration', 'TC(46:)'),
    ...(inLogs ? logged(targetGroupArn(service, group)) : []),
    lattice(BY_ID, REQUESTS, { TargetGroup: group }, !inLogs),
    lattice('HTTPCode_2XX_Count Sum', 'HTTPCode_2XX_Count', { TargetGroup: group }, !inLogs),
    lattice(SERVER_ERRORS, 'HTTPCode_5XX_Count', { TargetGroup: group }, false),
    lattice(BY_ARN, REQUESTS, { TargetGroup: targetGroupArn(service, group) }, false),
    lattice(OF_SERVICE, REQUESTS, { Service: serviceId }, true),
  ];
}

/** What filters count of a target group in the access log. */
function logged(group: string): readonly Statistic[] {
  const metrics = answerMetrics(answerSource('access-logs'), () => group);
  const { dimensions, namespace } = metrics;
  const sum = (label: string, metric: string, expected: boolean) => ({
    label,
    namespace,
    metric,
    dimensions,
    stat: 'Sum',
    expected,
  });
  return [sum(LOGGED, metrics.requests, true), sum(LOGGED_ERRORS, metrics.serverErrors, false)];
}
