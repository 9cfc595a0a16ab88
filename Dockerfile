# syntax=docker/dockerfile:1
ARG BASE=python:3.11-slim-bookworm
FROM ${BASE} AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md ./
COPY bot bot
COPY handlers handlers
COPY peruopt peruopt
COPY storage storage
# On x86 the default builds of PyTorch carry gigabytes for graphics cards: name PyTorch's index of
# CPU builds in this argument and the image is a tenth the size.
ARG PIP_EXTRA_INDEX_URL=
RUN python -m venv /opt/peruopt \
 && /opt/peruopt/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt .

FROM ${BASE}
# ca-certificates: TLS trust is the system's own.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 peruopt \
 && install -d -o peruopt -g peruopt /var/lib/peruopt
COPY --from=build /opt/peruopt /opt/peruopt
ENV PATH=/opt/peruopt/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PERUOPT_DATA_DIR=/var/lib/peruopt \
    PERUOPT_WEB_HOST=0.0.0.0
USER peruopt
VOLUME /var/lib/peruopt
EXPOSE 5000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["peruopt", "doctor", "--quiet"]
ENTRYPOINT ["peruopt"]
CMD ["run"]
