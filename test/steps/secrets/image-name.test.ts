import assert from 'node:assert/strict';
import { findInFile, findInSecretFile } from '../../../src/steps/secrets/secret-files';
import { letters } from './sample-secrets';

const THROWN = letters(20, 'abcdefghijklmnopqrstuvwxyz0123456789', 'image');

const IMAGES = [
  'grafana/grafana:13.1.0',
  'valkey/valkey:9.0.2-alpine3.23',
  'quay.io/prometheus/prometheus:v3.13.1',
  'registry.contoso.com:5000/shop/cart-service:2024.11.3',
  'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:0.159.0',
  'mcr.microsoft.com/mssql/server:2022-latest',
  'jaegertracing/all-in-one:1.72.0',
];
const SECRETS = [
  `shop/${THROWN}:1.2.0`,
  `shop/cart:${THROWN}`,
  `shop/cart:1.2.0-${THROWN}`,
  `admin:${THROWN}@db:5432`,
  'grafana:Zk3vQ8mLw2xT',
];

describe('names of container images in settings of an environment', () => {
  for (const find of [findInSecretFile, findInFile]) {
    for (const image of IMAGES)
      it(`${image} is none that ${find.name} tells`, () =>
        assert.deepEqual(find(`CART_IMAGE=${image}\n`, '.env.ci'), []));
    for (const value of SECRETS)
      it(`${value} is told by ${find.name}`, () => assert.equal(find(`CART_IMAGE=${value}\n`, '.env.ci').length, 1));
  }
});
