"""Photographs for return requests: fetched from the channel they came in on, checked by what they are, and kept."""

from bots.photos.door import Photos

__all__ = ["Photos"]
