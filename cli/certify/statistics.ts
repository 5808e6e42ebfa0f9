import { aliasOf, type Side } from '../../handlers/ports/aws/cloudwatch-sums.ts';
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

/** What a check reads of one side (handlers/ports/aws/cloudwatch-minutes.ts), and requests under other dimensions. */
export function statisticsOf(service: Service, side: Side): readonly Statistic[] {
  const { functionName, serviceId } = service;
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
    lattice(BY_ID, REQUESTS, { TargetGroup: group }, true),
    lattice('HTTPCode_2XX_Count Sum', 'HTTPCode_2XX_Count', { TargetGroup: group }, true),
    lattice(SERVER_ERRORS, 'HTTPCode_5XX_Count', { TargetGroup: group }, false),
    lattice(BY_ARN, REQUESTS, { TargetGroup: targetGroupArn(service, group) }, false),
    lattice(OF_SERVICE, REQUESTS, { Service: serviceId }, true),
  ];
}
