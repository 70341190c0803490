{{- define "symbolon.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{/* At most 50 characters: the longest suffix below has 12, and names of Services may have 63. */}}
{{- define "symbolon.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "symbolon.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Of everything. Call with (dict "root" $ "component" "…"). */}}
{{- define "symbolon.labels" -}}
{{ include "symbolon.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The part of the labels that never changes between versions. */}}
{{- define "symbolon.selectorLabels" -}}
app.kubernetes.io/name: {{ include "symbolon.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "symbolon.image" -}}
{{- $repository := required "image.repository is required: where your build of the Dockerfile was pushed" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* The configuration file. */}}
{{- define "symbolon.config" -}}
{{- $issuer := required "issuer is required: the public URL of the service, such as https://id.example.com" .Values.issuer -}}
{{- $config := deepCopy (default dict .Values.config) -}}
{{- range $key, $instead := dict "mode" ": this chart runs production only" "issuer" "; use issuer" "declarations" "; use declarations" "secrets" "; use masterSecret.existingSecret" -}}
{{- if hasKey $config $key -}}
{{- fail (printf "config.%s must not be set%s" $key $instead) -}}
{{- end -}}
{{- end -}}
{{- range $key, $instead := dict "databaseUrl" "database.existingSecret" "redisUrl" "redis.existingSecret" -}}
{{- if hasKey (default dict $config.storage) $key -}}
{{- fail (printf "config.storage.%s must not be set: it holds a password; use %s" $key $instead) -}}
{{- end -}}
{{- end -}}
{{- range $key, $instead := dict "port" "service.port" "operatorPort" "operatorService.port" "workers" "workers" "drainDelaySeconds" "shutdown.drainDelaySeconds" "shutdownGraceSeconds" "shutdown.graceSeconds" -}}
{{- if hasKey (default dict $config.server) $key -}}
{{- fail (printf "config.server.%s must not be set; use %s" $key $instead) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not (hasKey (default dict $config.server) "trustedProxyHops")) -}}
{{- fail "config.server.trustedProxyHops is required with ingress.enabled: how many proxies append to X-Forwarded-For (usually 1). Without it rate limits take everyone for one caller." -}}
{{- end -}}
{{- $server := dict "port" 4400 "operatorPort" 4401 "workers" (int .Values.workers) "drainDelaySeconds" (int .Values.shutdown.drainDelaySeconds) "shutdownGraceSeconds" (int .Values.shutdown.graceSeconds) -}}
{{- mergeOverwrite $config (dict "mode" "production" "issuer" $issuer "server" $server) | toYaml -}}
{{- end -}}

{{/* What every pod has, the service's and the jobs'. */}}
{{- define "symbolon.podSettings" -}}
automountServiceAccountToken: false
# Variables about Services named symbolon would look like settings.
enableServiceLinks: false
{{- with .Values.serviceAccountName }}
serviceAccountName: {{ . }}
{{- end }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{/* What every container has. */}}
{{- define "symbolon.containerSettings" -}}
image: {{ include "symbolon.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
env:
  - name: SYMBOLON_CONFIG
    value: /etc/symbolon/config/symbolon.yaml
  - name: SYMBOLON_SECRET_FILE
    value: /etc/symbolon/secret/master
  - name: DATABASE_URL
    valueFrom:
      secretKeyRef:
        name: {{ required "database.existingSecret.name is required: a Secret of this namespace with the PostgreSQL URL" .Values.database.existingSecret.name }}
        key: {{ required "database.existingSecret.key is required" .Values.database.existingSecret.key }}
  {{- with .Values.redis.existingSecret.name }}
  - name: REDIS_URL
    valueFrom:
      secretKeyRef:
        name: {{ . }}
        key: {{ required "redis.existingSecret.key is required" $.Values.redis.existingSecret.key }}
  {{- end }}
  {{- with .Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "symbolon.volumeMounts" -}}
- name: config
  mountPath: /etc/symbolon/config
  readOnly: true
- name: secret
  mountPath: /etc/symbolon/secret
  readOnly: true
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Call with (dict "root" $ "configMap" "name"). */}}
{{- define "symbolon.volumes" -}}
- name: config
  configMap:
    name: {{ .configMap }}
- name: secret
  secret:
    secretName: {{ required "masterSecret.existingSecret.name is required: a Secret of this namespace with master secrets, one per line (openssl rand -base64 48)" .root.Values.masterSecret.existingSecret.name }}
    defaultMode: 0440
    items:
      - key: {{ required "masterSecret.existingSecret.key is required" .root.Values.masterSecret.existingSecret.key }}
        path: master
{{- with .root.Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
