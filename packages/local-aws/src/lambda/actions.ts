import type { Input, Place } from '../core/types.ts';
import { type Actions, ASKED_BY_THE_SERVICE, on, onAll, text } from '../iam/actions.ts';
import { functionArn, parseAddress } from './address.ts';

/** Aliases and versions are managed through their function: its ARN, without a qualifier, is the resource. */
function unqualified(input: Input, place: Place): string {
  return functionArn(place, parseAddress(text(input, 'FunctionName')).name);
}

/** What is read or removed through a qualifier is authorized on the ARN with it. */
function asAsked(input: Input, place: Place): string {
  const { name, qualifier } = parseAddress(text(input, 'FunctionName'), text(input, 'Qualifier') || undefined);
  return qualifier === undefined ? functionArn(place, name) : `${functionArn(place, name)}:${qualifier}`;
}

export const LAMBDA_ACTIONS: Actions = {
  Invoke: ASKED_BY_THE_SERVICE,
  DeleteFunction: on('lambda:DeleteFunction', asAsked),
  GetAlias: on('lambda:GetAlias', unqualified),
  GetFunction: on('lambda:GetFunction', asAsked),
  GetFunctionConcurrency: on('lambda:GetFunctionConcurrency', unqualified),
  GetFunctionConfiguration: on('lambda:GetFunctionConfiguration', asAsked),
  GetPolicy: on('lambda:GetPolicy', asAsked),
  ListAliases: on('lambda:ListAliases', unqualified),
  ListFunctions: onAll('lambda:ListFunctions'),
  ListVersionsByFunction: on('lambda:ListVersionsByFunction', unqualified),
  PublishVersion: on('lambda:PublishVersion', unqualified),
  UpdateAlias: on('lambda:UpdateAlias', unqualified),
};
