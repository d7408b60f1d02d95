import { defineEntity, p } from '@mikro-orm/core';
import { searchable, tenantColumns, vectorColumn } from '@nimbusvault/sdk';

const PassageSchema = defineEntity({
  name: 'Passage',
  properties: {
    ...tenantColumns,
    documentId: p.uuid(),
    title: p.string().length(255),
    text: p.text(),
    ...searchable(['title', 'text'], { language: 'english' }),
    ...vectorColumn(768),
  },
});

/** A part of the core Document `documentId`, in use and as of the version that its Summary has. */
export class Passage extends PassageSchema.class {}
PassageSchema.setClass(Passage);
