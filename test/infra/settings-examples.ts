export const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';
export const metric = (metricName: string, more: object = {}) => ({
  namespace: 'Shop',
  metricName,
  canary: { alias: 'canary' },
  production: { alias: 'production' },
  ...more,
});
export const compared = (more: object = {}) => ({
  noun: 'failed checkouts',
  bad: metric('FailedCheckouts'),
  all: metric('Checkouts'),
  ...more,
});
export const comparing = (...metrics: object[]) => ({ plan: { compare: { metrics } } });
