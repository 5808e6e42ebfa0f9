import { z } from 'zod';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { tagsSchema } from '../../core/template-schemas.ts';
import type { Lattice } from '../lattice.ts';
import { isRenamed, type NameMaker } from './names.ts';

const schema = z.strictObject({
  Name: z.string().optional(),
  AuthType: z.enum(['NONE', 'AWS_IAM']).default('NONE'),
  /** Another name for requests; a certificate guards nothing here, where all traffic is plain HTTP. */
  CustomDomainName: z.string().optional(),
  CertificateArn: z.string().startsWith('arn:').optional(),
  Tags: tagsSchema,
});

export function serviceProvider(lattice: Lattice, nameOf: NameMaker): ResourceProvider {
  return provider<z.infer<typeof schema>>({
    type: 'AWS::VpcLattice::Service',
    schema,
    async create(request) {
      const { AuthType, CustomDomainName } = request.properties;
      const { arn, id, domainName } = lattice.createService(nameOf(request, 40), {
        authType: AuthType,
        customDomainName: CustomDomainName,
      });
      return { ref: arn, attributes: { Arn: arn, Id: id, Status: 'ACTIVE', 'DnsEntry.DomainName': domainName } };
    },
    async update(request, before) {
      const { properties } = request;
      const service = lattice.services.get(before.ref);
      if (isRenamed(properties, service) || properties.CustomDomainName !== service.customDomainName)
        return this.create(request);
      service.authType = properties.AuthType;
      return before;
    },
    async remove({ ref }) {
      lattice.services.delete(ref);
    },
  });
}
