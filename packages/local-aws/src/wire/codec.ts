import { AwsError } from '../core/aws-error.ts';
import type { Input } from '../core/types.ts';
import type { WireRequest, WireResponse } from './http.ts';

/** What a request asks for, free of its protocol. */
export interface Call {
  readonly operation: string;
  readonly input: Input;
}

/** One request's conversation in one protocol. */
export interface Codec {
  /** @throws AwsError SerializationException, or UnknownOperationException for a path that no operation has */
  decode(request: WireRequest): Call;
  encode(call: Call, result: object, requestId: string): WireResponse;
  fail(error: AwsError, requestId: string): WireResponse;
}

/** Who is at fault, as Query errors and `x-amzn-query-error` say it. */
export function faultOf(error: AwsError): 'Sender' | 'Receiver' {
  return error.status < 500 ? 'Sender' : 'Receiver';
}

/** Services that once spoke Query tell their other clients the old code too. */
export function queryError(
  error: AwsError,
  queryCodes: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  return queryCodes === undefined
    ? {}
    : { 'x-amzn-query-error': `${queryCodes[error.code] ?? error.code};${faultOf(error)}` };
}

/** 501 rather than AWS's 400, so that it is not taken for AWS's own answer; SDKs do not retry it. */
export function unknownOperation(message: string): AwsError {
  return new AwsError('UnknownOperationException', message, 501);
}
