/** One operation of a REST service, from the public service models. */
export interface Route {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{Name}` is a member of the input. */
  readonly path: string;
  /** Input members in the query string; numbers where the model says so. */
  readonly query?: Readonly<Record<string, 'text' | 'number'>>;
  /** Input members in headers, by lower-case header name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member that is the whole body, as text, both ways. */
  readonly payload?: string;
  /** Status of a good answer, 200 unless told; or the member of the result that holds it. */
  readonly status?: number | { readonly member: string };
  /** Result members in headers, by member. */
  readonly resultHeaders?: Readonly<Record<string, string>>;
}

const page = { maxResults: 'number', nextToken: 'text' } as const;

export const LATTICE_ROUTES: readonly Route[] = [
  { operation: 'GetListener', method: 'GET', path: '/services/{serviceIdentifier}/listeners/{listenerIdentifier}' },
  {
    operation: 'UpdateListener',
    method: 'PATCH',
    path: '/services/{serviceIdentifier}/listeners/{listenerIdentifier}',
  },
  { operation: 'ListListeners', method: 'GET', path: '/services/{serviceIdentifier}/listeners', query: page },
  { operation: 'GetService', method: 'GET', path: '/services/{serviceIdentifier}' },
  { operation: 'ListServices', method: 'GET', path: '/services', query: page },
  { operation: 'GetTargetGroup', method: 'GET', path: '/targetgroups/{targetGroupIdentifier}' },
  {
    operation: 'ListTargetGroups',
    method: 'GET',
    path: '/targetgroups',
    query: { ...page, vpcIdentifier: 'text', targetGroupType: 'text' },
  },
  { operation: 'ListTargets', method: 'POST', path: '/targetgroups/{targetGroupIdentifier}/listtargets', query: page },
  { operation: 'ListServiceNetworks', method: 'GET', path: '/servicenetworks', query: page },
  { operation: 'GetServiceNetwork', method: 'GET', path: '/servicenetworks/{serviceNetworkIdentifier}' },
];

const lambda = '/2015-03-31/functions';
const functionPage = { Marker: 'text', MaxItems: 'number' } as const;

export const LAMBDA_ROUTES: readonly Route[] = [
  {
    operation: 'Invoke',
    method: 'POST',
    path: `${lambda}/{FunctionName}/invocations`,
    query: { Qualifier: 'text' },
    headers: {
      'x-amz-invocation-type': 'InvocationType',
      'x-amz-log-type': 'LogType',
      'x-amz-client-context': 'ClientContext',
    },
    payload: 'Payload',
    status: { member: 'StatusCode' },
    resultHeaders: {
      FunctionError: 'x-amz-function-error',
      LogResult: 'x-amz-log-result',
      ExecutedVersion: 'x-amz-executed-version',
    },
  },
  { operation: 'GetAlias', method: 'GET', path: `${lambda}/{FunctionName}/aliases/{Name}` },
  { operation: 'UpdateAlias', method: 'PUT', path: `${lambda}/{FunctionName}/aliases/{Name}` },
  {
    operation: 'ListAliases',
    method: 'GET',
    path: `${lambda}/{FunctionName}/aliases`,
    query: { ...functionPage, FunctionVersion: 'text' },
  },
  {
    operation: 'ListVersionsByFunction',
    method: 'GET',
    path: `${lambda}/{FunctionName}/versions`,
    query: functionPage,
  },
  { operation: 'PublishVersion', method: 'POST', path: `${lambda}/{FunctionName}/versions`, status: 201 },
  { operation: 'GetPolicy', method: 'GET', path: `${lambda}/{FunctionName}/policy`, query: { Qualifier: 'text' } },
  { operation: 'GetFunctionConcurrency', method: 'GET', path: '/2019-09-30/functions/{FunctionName}/concurrency' },
  {
    operation: 'GetFunctionConfiguration',
    method: 'GET',
    path: `${lambda}/{FunctionName}/configuration`,
    query: { Qualifier: 'text' },
  },
  { operation: 'GetFunction', method: 'GET', path: `${lambda}/{FunctionName}`, query: { Qualifier: 'text' } },
  {
    operation: 'DeleteFunction',
    method: 'DELETE',
    path: `${lambda}/{FunctionName}`,
    query: { Qualifier: 'text' },
    status: 204,
  },
  { operation: 'ListFunctions', method: 'GET', path: lambda, query: functionPage },
];
