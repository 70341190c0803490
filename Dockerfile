# The service and the `symbolon` command in one image.
#
#   docker build -t symbolon .
#   docker run --rm -e SYMBOLON_ISSUER=… -e DATABASE_URL=… -e SYMBOLON_SECRET=… symbolon
#   docker run --rm -e … symbolon node dist/cli/main.js migrate
#
# The version is the one the tests run on (the dependency `node` in package-lock.json).
ARG NODE_IMAGE=node:26.10.0-bookworm-slim

FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM manifests AS build
# No install script runs: the compiler needs none.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

FROM manifests AS dependencies
RUN npm ci --omit=dev --ignore-scripts

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Symbolon" \
      org.opencontainers.image.description="A standalone OAuth 2.1 and OpenID Connect authorization server" \
      org.opencontainers.image.licenses="Apache-2.0"
# These two come from the pipeline: --build-arg VERSION=1.2.3 --build-arg REVISION=$(git rev-parse HEAD)
ARG VERSION=
ARG REVISION=
LABEL org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# The environment wins over the configuration file: a file that says `mode: development` does not count here.
ENV NODE_ENV=production \
    SYMBOLON_MODE=production

WORKDIR /app
# Owned by root: what runs can change nothing of itself. Nothing is written anywhere, so the root file system may be
# read-only. config/symbolon.yaml, the embedded default, stays out; SYMBOLON_CONFIG names a mounted file.
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# Found from dist/ by relative path.
COPY migrations ./migrations

# A number, so that Kubernetes can see that it is not root; 1000 is the image's user `node`.
USER 1000:1000
EXPOSE 4400 4401
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.SYMBOLON_SERVER_OPERATOR_PORT || 4401) + '/livez', { signal: AbortSignal.timeout(2500) }).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

# No npm and no script in between (the base image has one): signals reach the process that drains.
ENTRYPOINT []
# Half of Node's room for what is young: it lives through a request or two, and 16 MB at a time are always in memory.
CMD ["node", "--max-semi-space-size=8", "dist/main.js"]
