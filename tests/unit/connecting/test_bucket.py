"""A bucket on this machine that speaks S3, from the picture to Instagram's container."""

from __future__ import annotations

import logging
import socket
import urllib.request
from io import BytesIO

import pytest
from PIL import Image
from pydantic import SecretStr

from bot.bucket import Bucket, BucketLinks
from bot.cli.networks import _bucket
from bot.networks import networks_of
from bot.pictures import MEDIA, PictureStore
from bot.settings import Settings
from peruopt.chat.words import Words
from peruopt.errors import Busy, Rejected
from peruopt.restaurant import Network
from tests.contract.publishers.test_publisher_contract import Memo, approved
from tests.networks.build import PICTURE, publisher_for, server_for
from tests.photos import jpeg

SECRET = "s3cr3t-of-the-bucket-0123456789"
NAME = "fotos-de-la-mar"


@pytest.fixture(scope="module")
def s3():
    import boto3
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    url = "http://{}:{}".format(*server.get_host_and_port())
    keys = {"aws_access_key_id": "AKIAFOTOS", "aws_secret_access_key": SECRET}
    boto3.client("s3", endpoint_url=url, region_name="us-east-1", **keys).create_bucket(
        Bucket=NAME
    )
    yield url
    server.stop()


def settings(data_dir, url, name=NAME) -> Settings:
    return Settings(
        data_dir=data_dir,
        bucket=name,
        bucket_endpoint=url,
        bucket_key="AKIAFOTOS",
        bucket_secret=SecretStr(SECRET),
        secret_key=SecretStr("a-key-of-the-house-itself"),
    )


def test_anybody_with_the_link_gets_the_picture_as_instagram_takes_it(s3, data_dir, clock):
    key = PictureStore(data_dir / MEDIA).put(jpeg(1000, 2000))
    link = networks_of(settings(data_dir, s3), clock.now).public_url(key)
    with urllib.request.urlopen(link, timeout=10) as answer:
        assert answer.headers["Content-Type"] == "image/jpeg"
        with Image.open(BytesIO(answer.read())) as picture:
            assert 0.8 <= picture.width / picture.height <= 1.91
    assert SECRET not in link
    assert f"/{NAME}/p/{key}" in link


async def test_instagram_is_told_the_link(s3, data_dir, clock):
    wall = server_for(Network.INSTAGRAM, clock.now)
    await wall.open()
    told = []
    publisher = publisher_for(Network.INSTAGRAM, wall, clock.now)
    key = PictureStore(data_dir / MEDIA).put(jpeg(1000, 2000))
    make = networks_of(settings(data_dir, s3), clock.now).public_url

    def https(key):
        told.append(make(key))
        return told[-1].replace("http:", "https:")  # what a real bucket would say

    publisher._public_url = https
    await publisher.publish(approved(network=Network.INSTAGRAM, picture=key), PICTURE, Memo())
    assert len(wall.wall) == 1
    assert NAME in told[0]
    await wall.close()


def test_a_bucket_that_is_not_there_is_a_sentence(s3, data_dir, clock, caplog):
    caplog.set_level(logging.DEBUG)
    store = PictureStore(data_dir / MEDIA)
    key = store.put(jpeg(1000, 2000))
    links = BucketLinks(Bucket("nadie", s3, key="AKIAFOTOS", secret=SECRET), store, clock.now)
    with pytest.raises(Rejected, match=r"networks\.bucket"):
        links.make(key)
    assert SECRET not in caplog.text + repr(links) + repr(links._bucket)


def test_a_bucket_out_of_reach_is_asked_again(data_dir, clock):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    store = PictureStore(data_dir / MEDIA)
    key = store.put(jpeg(1000, 2000))
    links = BucketLinks(Bucket(NAME, url, key="AKIAFOTOS", secret=SECRET), store, clock.now)
    with pytest.raises(Busy) as busy:
        links.make(key)
    assert busy.value.retry_at > clock.now()


async def test_the_doctor_tells_a_bucket_that_works_from_one_that_does_not(s3, data_dir, clock):
    words = Words("es_PE", "America/Lima")
    fine = await _bucket(settings(data_dir, s3), words, clock.now)
    assert (fine.good, fine.key) == (True, "redes.doctor_bucket")
    wrong = await _bucket(settings(data_dir, s3, "nadie"), words, clock.now)
    assert (wrong.bad, wrong.key) == (True, "redes.doctor_bucket_wrong")
    assert "no me da permiso" in wrong.values["why"]
