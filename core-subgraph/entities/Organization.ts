import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';

const OrganizationSchema = defineEntity({
  name: 'Organization',
  properties: {
    ...tenantColumns,
    name: p.string().length(255),
    createdAt: p.datetime().onCreate(() => new Date()),
  },
});

/** The one row of an org with its name. Its slug is its `org`. */
export class Organization extends OrganizationSchema.class {}
OrganizationSchema.setClass(Organization);
