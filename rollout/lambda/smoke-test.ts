import * as z from 'zod';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { readableCause } from '../readable-cause.ts';

/** Where the smoke test's request claims to come from; no such resource exists. */
const SMOKE_TEST = 'smoke-test';

/** A GET request as VPC Lattice hands it to a Lambda target (event structure version 2.0). */
export function latticeRequest(path: string, time: Date, headers: Readonly<Record<string, string>> = {}) {
  return {
    version: '2.0',
    path,
    method: 'GET',
    headers: {
      host: [SMOKE_TEST],
      'user-agent': [`lattice-canary/${SMOKE_TEST}`],
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    },
    queryStringParameters: queryParameters(path),
    requestContext: {
      serviceNetworkArn: `arn:aws:vpc-lattice:::servicenetwork/${SMOKE_TEST}`,
      serviceArn: `arn:aws:vpc-lattice:::service/${SMOKE_TEST}`,
      targetGroupArn: `arn:aws:vpc-lattice:::targetgroup/${SMOKE_TEST}`,
      identity: { sourceVpcArn: `arn:aws:ec2:::vpc/${SMOKE_TEST}` },
      region: '',
      timeEpoch: `${time.getTime() * 1000}`,
    },
  };
}

function queryParameters(path: string): Record<string, string[]> {
  const query = path.split('?').slice(1).join('?');
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) (parameters[name] ??= []).push(value);
  return parameters;
}

export interface Answer {
  readonly executedVersion: string;
  /** 'Handled' or 'Unhandled' when the function threw or timed out. */
  readonly functionError?: string;
  /** The parsed payload; undefined when it is not JSON. */
  readonly payload: unknown;
}

/** What VPC Lattice needs of a Lambda target's answer. */
const latticeResponse = z.object({ statusCode: z.int() });

/** Which request was sent and who must answer it. */
export interface SmokeTest {
  readonly alias: string;
  readonly version: string;
  readonly path: string;
  /** True when it only counts which version answers. */
  readonly anyAnswer?: boolean | undefined;
}

/**
 * The right version must answer, and answer well. An answer of another version says nothing about this one: the alias
 * has not followed yet, and another try is worth it.
 * @throws ContractError VersionNotVisible, SmokeTestFailed
 */
export function judgeAnswer({ alias, version, path, anyAnswer }: SmokeTest, answer: Answer): void {
  if (answer.executedVersion !== version) {
    throw new ContractError(
      'VersionNotVisible',
      `alias ${alias} answered GET ${path} with version ${answer.executedVersion}, expected ${version}`,
    );
  }
  if (anyAnswer === true) return;
  const problem = problemOf(answer);
  if (problem !== undefined) throw new ContractError('SmokeTestFailed', `version ${version} ${problem} on GET ${path}`);
}

function problemOf({ functionError, payload }: Answer): string | undefined {
  if (functionError !== undefined) return `failed (${functionError}: ${readableCause(JSON.stringify(payload ?? ''))})`;
  const response = latticeResponse.safeParse(payload);
  if (!response.success) return 'answered something that is not a VPC Lattice response with a statusCode';
  const { statusCode } = response.data;
  return statusCode >= 200 && statusCode < 400 ? undefined : `answered ${statusCode}, expected 200 to 399,`;
}
