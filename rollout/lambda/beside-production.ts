import * as z from 'zod';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { ANSWER_WITHIN_MS, SMOKE_TRIES, type SmokeRequest } from '../../statemachine/contract/smoke.ts';
import { readableCause } from '../readable-cause.ts';
import { differences } from './answer-shape.ts';
import type { Answer } from './smoke-test.ts';

/** A longer body is not compared, in characters; so many differences are told of one answer, each no longer. */
const LONGEST_BODY = 200_000;
const MOST_TOLD = 5;
const LONGEST_TOLD = 160;

/** An answer; undefined when none came in time. */
export type Asked = Answer | undefined;

/** One GET, of both at the same time. */
export interface Try {
  readonly canary: Asked;
  readonly production: Asked;
}

/** What VPC Lattice would pass on; where a part is not of its kind, nothing is compared. */
const response = z.object({
  statusCode: z.int(),
  body: z.string().optional().catch(undefined),
  isBase64Encoded: z.boolean().optional().catch(undefined),
});

/** Whether a client would get an answer with a status below 500. */
export function answersWell(asked: Asked): boolean {
  const status = statusOf(asked);
  return status !== undefined && status < 500;
}

/**
 * | production  | canary      | the try                                                                  |
 * |-------------|-------------|--------------------------------------------------------------------------|
 * | below 500   | below 500   | is no worse                                                              |
 * | below 500   | 500 or none | is worse: of three at most, two refuse                                   |
 * | 500 or none | whatever    | says nothing of the canary                                               |
 */
const worse = ({ canary, production }: Try): boolean => answersWell(production) && !answersWell(canary);

/** Whether another try could change nothing any more. */
export function enough(tries: readonly Try[]): boolean {
  const bad = tries.filter(worse).length;
  return bad >= 2 || tries.length === SMOKE_TRIES || (tries.length > 0 && bad === 0);
}

/**
 * What these tries of one GET tell, in short sentences without a full stop.
 * @throws ContractError SmokeTestFailed when the canary alone failed in two of them
 */
export function toldOf({ path, values = false }: SmokeRequest, version: string, tries: readonly Try[]): string {
  const bad = tries.filter(worse);
  const [first] = bad;
  if (bad.length >= 2 && first !== undefined)
    throw new ContractError(
      'SmokeTestFailed',
      `GET ${path} gets ${inWords(first.canary)} from version ${version} and ${inWords(first.production)} from ` +
        `production, in ${bad.length} of ${tries.length} tries`,
    );
  const once =
    first === undefined ? [] : [`${inWords(first.canary)} in one of ${tries.length} tries where production was fine`];
  const fine = tries.findLast(({ canary, production }) => answersWell(canary) && answersWell(production));
  const told = [...once, ...(fine === undefined ? ofBroken(tries) : inFew(unlike(fine, values)))];
  return `GET ${path}: ${told.length === 0 ? 'as production' : told.join(', ')}`;
}

function ofBroken(tries: readonly Try[]): readonly string[] {
  const last = tries.findLast(({ production }) => !answersWell(production));
  return last === undefined
    ? []
    : [`production itself has ${inWords(last.production)}, the canary ${inWords(last.canary)}`];
}

function unlike({ canary, production }: Try, values: boolean): readonly string[] {
  const [before, after] = [statusOf(production), statusOf(canary)];
  const bodies = [production, canary].map(bodyOf);
  const status = before === after ? [] : [`status ${after} instead of ${before}`];
  if (bodies.includes(TOO_LONG)) return [...status, 'a body too long to compare'];
  const [was, is] = bodies.map(jsonIn);
  if (was === undefined || is === undefined)
    return was === is ? status : [...status, is === undefined ? 'JSON no longer' : 'JSON now'];
  return [...status, ...differences(was.json, is.json, values)];
}

function inFew(all: readonly string[]): readonly string[] {
  const told = all
    .slice(0, MOST_TOLD)
    .map((each) => (each.length > LONGEST_TOLD ? `${each.slice(0, LONGEST_TOLD - 1)}…` : each));
  return all.length <= MOST_TOLD ? told : [...told, `and ${all.length - MOST_TOLD} more`];
}

function statusOf(asked: Asked): number | undefined {
  if (asked === undefined || asked.functionError !== undefined) return undefined;
  return response.safeParse(asked.payload).data?.statusCode;
}

const TOO_LONG = Symbol('too long');

function bodyOf(asked: Asked): string | undefined | typeof TOO_LONG {
  const { body = '', isBase64Encoded = false } = response.safeParse(asked?.payload).data ?? {};
  if (body.length > LONGEST_BODY) return TOO_LONG;
  return isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
}

/** A text that is no JSON has no shape. */
function jsonIn(body: ReturnType<typeof bodyOf>): { readonly json: unknown } | undefined {
  if (typeof body !== 'string') return undefined;
  try {
    return { json: JSON.parse(body) as unknown };
  } catch {
    return undefined;
  }
}

/** `200`, `an exception (no database)`, `no answer within 6 s`. */
function inWords(asked: Asked): string {
  if (asked === undefined) return `no answer within ${ANSWER_WITHIN_MS / 1000} s`;
  if (asked.functionError !== undefined)
    return `an exception (${readableCause(JSON.stringify(asked.payload ?? '')).slice(0, 200)})`;
  return `${statusOf(asked) ?? 'something that is not a VPC Lattice response with a statusCode'}`;
}
