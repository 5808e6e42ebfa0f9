/** Every form of input that the machine takes, by an example of each: what somebody is told who typed another. */
export const INPUTS = [
  '{}',
  '{"version":"7"}',
  '{"version":"7","holdAt":30}',
  '{"onDeploy":true}',
  '{"pause":true}',
  '{"goOn":true}',
  '{"goOn":"promote"}',
  '{"goOn":{"at":30,"by":"...","reason":"..."}}',
  '{"revert":true}',
  '{"revert":{"to":"5"}}',
  '{"rollback":{"reason":"..."}}',
] as const;
